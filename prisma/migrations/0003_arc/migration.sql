-- What forwarders say they saw (RFC 8617). Null for the messages that were judged before it was looked at.
ALTER TABLE "message" ADD COLUMN "arc" TEXT;

ALTER TABLE "message"
    DROP CONSTRAINT "message_verdict_whole",
    ADD CONSTRAINT "message_verdict_whole" CHECK (
        "authenticated_at" IS NOT NULL OR num_nonnulls("spf", "dkim", "dmarc", "arc", "proven_domain") = 0
    );

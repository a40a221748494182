-- Whether a code is superseded is decided by the newest of its series. Of an address that has most of all codes,
-- PostgreSQL expected to meet a newer one early and read the whole table instead, for each code that it decided: with
-- an order and a limit it goes by the index, however many there are.
CREATE OR REPLACE VIEW "code_state" AS
SELECT
    c."id", c."workspace_id", c."address_id", c."message_id", c."rank", c."code", c."raw", c."service", c."series",
    c."purpose", c."confidence", c."context", c."proven_domain", c."received_at", c."expires_at", c."claimed_at",
    c."claimed_by_member_id", c."claimed_by_token_id",
    CASE
        WHEN c."claimed_at" IS NOT NULL THEN 'claimed'
        WHEN EXISTS (
            SELECT FROM (
                SELECT FROM "code" newer
                WHERE newer."address_id" = c."address_id" AND newer."series" = c."series" AND newer."rank" = 0
                    AND (newer."received_at", newer."message_id") > (c."received_at", c."message_id")
                    AND (c."proven_domain" IS NULL OR newer."proven_domain" = c."proven_domain")
                ORDER BY newer."received_at" DESC, newer."message_id" DESC LIMIT 1
            ) newest
        ) THEN 'superseded'
        WHEN c."expires_at" <= statement_timestamp() THEN 'expired'
        ELSE 'usable'
    END AS "state"
FROM "code" c;

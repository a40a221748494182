-- Tables, indexes and references as prisma/schema has them. At the end, the invariants it has no words for.

-- CreateEnum
CREATE TYPE "address_kind" AS ENUM ('email', 'phone');

-- CreateEnum
CREATE TYPE "actor_kind" AS ENUM ('member', 'token', 'system');

-- CreateEnum
CREATE TYPE "purpose" AS ENUM ('login', 'confirm', 'reset', 'other');

-- CreateEnum
CREATE TYPE "link_kind" AS ENUM ('confirm', 'sign-in', 'reset', 'other');

-- CreateEnum
CREATE TYPE "role" AS ENUM ('owner', 'admin', 'member');

-- CreateEnum
CREATE TYPE "grant_level" AS ENUM ('manager', 'viewer');

-- CreateEnum
CREATE TYPE "channel" AS ENUM ('email', 'sms', 'mms');

-- CreateEnum
CREATE TYPE "direction" AS ENUM ('inbound', 'outbound');

-- CreateTable
CREATE TABLE "managed_address" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" "address_kind" NOT NULL,
    "address" TEXT NOT NULL,
    "domain_id" UUID,
    "label" TEXT,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "managed_address_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "service" TEXT NOT NULL,
    "handle" TEXT NOT NULL,
    "email_id" UUID,
    "phone_id" UUID,
    "authenticator_secret" BYTEA,
    "recovery_codes" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" "actor_kind" NOT NULL,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject_id" UUID,
    "subject_name" TEXT,
    "remote_address" TEXT,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "code" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "raw" TEXT NOT NULL,
    "service" TEXT,
    "series" TEXT NOT NULL,
    "purpose" "purpose" NOT NULL,
    "confidence" REAL NOT NULL,
    "context" TEXT NOT NULL,
    "proven_domain" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "claimed_by_member_id" UUID,
    "claimed_by_token_id" UUID,

    CONSTRAINT "code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link" (
    "workspace_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "href" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "kind" "link_kind" NOT NULL,

    CONSTRAINT "link_pkey" PRIMARY KEY ("message_id","rank")
);

-- CreateTable
CREATE TABLE "feed_event" (
    "id" BIGSERIAL NOT NULL,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "workspace_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "code_id" UUID,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feed_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "grant" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "address_id" UUID,
    "account_id" UUID,
    "level" "grant_level" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "read_state" (
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "archived_at" TIMESTAMPTZ(3),

    CONSTRAINT "read_state_pkey" PRIMARY KEY ("member_id","message_id")
);

-- CreateTable
CREATE TABLE "source" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "sha256" BYTEA NOT NULL,
    "content_type" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "channel" "channel" NOT NULL,
    "direction" "direction" NOT NULL DEFAULT 'inbound',
    "identity" TEXT NOT NULL,
    "from_address" TEXT,
    "from_name" TEXT,
    "to" TEXT[],
    "subject" TEXT,
    "snippet" TEXT NOT NULL,
    "text" TEXT,
    "html" TEXT,
    "headers" JSONB NOT NULL,
    "service" TEXT,
    "size" INTEGER NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "problem" TEXT,
    "envelope_from" TEXT,
    "remote_address" TEXT,
    "helo_name" TEXT,
    "spf" TEXT,
    "dkim" TEXT,
    "dmarc" TEXT,
    "proven_domain" TEXT,
    "authenticated_at" TIMESTAMPTZ(3),
    -- 20,000 characters find any message by its words; a tsvector of a megabyte is refused by PostgreSQL.
    "search" tsvector GENERATED ALWAYS AS (
        to_tsvector('simple', left(coalesce("subject", ''), 1000) || ' ' || coalesce("from_address", '') || ' '
            || coalesce("from_name", '') || ' ' || left(coalesce("text", ''), 20000))
    ) STORED,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attachment" (
    "workspace_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "filename" TEXT,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,

    CONSTRAINT "attachment_pkey" PRIMARY KEY ("message_id","index")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "scopes" TEXT[],
    "limited" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token_address" (
    "workspace_id" UUID NOT NULL,
    "token_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,

    CONSTRAINT "api_token_address_pkey" PRIMARY KEY ("token_id","address_id")
);

-- CreateTable
CREATE TABLE "workspace" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "domain" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "managed_address_address_key" ON "managed_address"("address");

-- CreateIndex
CREATE INDEX "managed_address_domain_id_idx" ON "managed_address"("domain_id");

-- CreateIndex
CREATE UNIQUE INDEX "managed_address_workspace_id_id_key" ON "managed_address"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "account_email_id_idx" ON "account"("email_id");

-- CreateIndex
CREATE INDEX "account_phone_id_idx" ON "account"("phone_id");

-- CreateIndex
CREATE UNIQUE INDEX "account_workspace_id_id_key" ON "account"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "account_workspace_id_service_handle_key" ON "account"("workspace_id", "service", "handle");

-- CreateIndex
CREATE INDEX "audit_event_workspace_id_at_id_idx" ON "audit_event"("workspace_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "code_address_id_received_at_message_id_rank_idx" ON "code"("address_id", "received_at" DESC, "message_id" DESC, "rank");

-- CreateIndex
CREATE INDEX "code_address_id_series_received_at_message_id_idx" ON "code"("address_id", "series", "received_at" DESC, "message_id" DESC);

-- CreateIndex
CREATE INDEX "code_workspace_id_received_at_message_id_rank_idx" ON "code"("workspace_id", "received_at" DESC, "message_id" DESC, "rank");

-- CreateIndex
CREATE UNIQUE INDEX "code_message_id_rank_key" ON "code"("message_id", "rank");

-- CreateIndex
CREATE INDEX "feed_event_xid_id_idx" ON "feed_event"("xid", "id");

-- CreateIndex
CREATE INDEX "feed_event_at_idx" ON "feed_event"("at");

-- CreateIndex
CREATE UNIQUE INDEX "member_email_key" ON "member"("email");

-- CreateIndex
CREATE UNIQUE INDEX "member_workspace_id_id_key" ON "member"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "grant_address_id_idx" ON "grant"("address_id");

-- CreateIndex
CREATE INDEX "grant_account_id_idx" ON "grant"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "grant_member_id_address_id_key" ON "grant"("member_id", "address_id");

-- CreateIndex
CREATE UNIQUE INDEX "grant_member_id_account_id_key" ON "grant"("member_id", "account_id");

-- CreateIndex
CREATE INDEX "read_state_message_id_idx" ON "read_state"("message_id");

-- CreateIndex
CREATE UNIQUE INDEX "source_workspace_id_sha256_key" ON "source"("workspace_id", "sha256");

-- CreateIndex
CREATE UNIQUE INDEX "source_workspace_id_id_key" ON "source"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "message_address_id_received_at_id_idx" ON "message"("address_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "message_workspace_id_received_at_id_idx" ON "message"("workspace_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "message_workspace_id_service_received_at_id_idx" ON "message"("workspace_id", "service", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "message_source_id_idx" ON "message"("source_id");

-- CreateIndex
CREATE INDEX "message_search_idx" ON "message" USING GIN ("search");

-- CreateIndex
CREATE UNIQUE INDEX "message_address_id_identity_key" ON "message"("address_id", "identity");

-- CreateIndex
CREATE UNIQUE INDEX "message_workspace_id_id_key" ON "message"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_sha256_key" ON "api_token"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_workspace_id_id_key" ON "api_token"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "api_token_address_address_id_idx" ON "api_token_address"("address_id");

-- CreateIndex
CREATE UNIQUE INDEX "domain_name_key" ON "domain"("name");

-- CreateIndex
CREATE UNIQUE INDEX "domain_workspace_id_id_key" ON "domain"("workspace_id", "id");

-- AddForeignKey
ALTER TABLE "managed_address" ADD CONSTRAINT "managed_address_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "managed_address" ADD CONSTRAINT "managed_address_workspace_id_domain_id_fkey" FOREIGN KEY ("workspace_id", "domain_id") REFERENCES "domain"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "managed_address" ADD CONSTRAINT "managed_address_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_workspace_id_email_id_fkey" FOREIGN KEY ("workspace_id", "email_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_workspace_id_phone_id_fkey" FOREIGN KEY ("workspace_id", "phone_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_event" ADD CONSTRAINT "audit_event_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "code" ADD CONSTRAINT "code_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "code" ADD CONSTRAINT "code_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "code" ADD CONSTRAINT "code_claimed_by_member_id_fkey" FOREIGN KEY ("claimed_by_member_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "code" ADD CONSTRAINT "code_claimed_by_token_id_fkey" FOREIGN KEY ("claimed_by_token_id") REFERENCES "api_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link" ADD CONSTRAINT "link_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_workspace_id_account_id_fkey" FOREIGN KEY ("workspace_id", "account_id") REFERENCES "account"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "read_state" ADD CONSTRAINT "read_state_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "read_state" ADD CONSTRAINT "read_state_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "source" ADD CONSTRAINT "source_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_workspace_id_source_id_fkey" FOREIGN KEY ("workspace_id", "source_id") REFERENCES "source"("workspace_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_address" ADD CONSTRAINT "api_token_address_workspace_id_token_id_fkey" FOREIGN KEY ("workspace_id", "token_id") REFERENCES "api_token"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_address" ADD CONSTRAINT "api_token_address_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "domain" ADD CONSTRAINT "domain_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "workspace" ADD CONSTRAINT "workspace_name_given" CHECK (btrim("name") <> '');

ALTER TABLE "domain" ADD CONSTRAINT "domain_normalised" CHECK ("name" = lower("name") AND "name" ~ '^[a-z0-9.-]+$');

ALTER TABLE "member" ADD CONSTRAINT "member_email_normalised" CHECK ("email" = lower("email") AND "email" ~ '^[^@ ]+@[^@ ]+$');

-- An email address lives at a domain of its workspace, a phone number at none.
ALTER TABLE "managed_address"
    ADD CONSTRAINT "managed_address_email_has_domain" CHECK (("kind" = 'email') = ("domain_id" IS NOT NULL)),
    ADD CONSTRAINT "managed_address_email_normalised" CHECK ("kind" <> 'email' OR ("address" = lower("address") AND "address" ~ '^[^@ ]+@[^@ ]+$')),
    ADD CONSTRAINT "managed_address_phone_e164" CHECK ("kind" <> 'phone' OR "address" ~ '^\+[1-9][0-9]{1,14}$');

ALTER TABLE "grant" ADD CONSTRAINT "grant_of_one_thing" CHECK (num_nonnulls("address_id", "account_id") = 1);

ALTER TABLE "api_token"
    ADD CONSTRAINT "api_token_has_scopes" CHECK (cardinality("scopes") > 0),
    ADD CONSTRAINT "api_token_sha256" CHECK (octet_length("sha256") = 32);

ALTER TABLE "source" ADD CONSTRAINT "source_sha256" CHECK (octet_length("sha256") = 32);
-- Mail is mostly base64 and short: trying to compress it costs more than it saves.
ALTER TABLE "source" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

ALTER TABLE "message"
    ADD CONSTRAINT "message_size" CHECK ("size" >= 0),
    ADD CONSTRAINT "message_verdict_whole" CHECK (
        "authenticated_at" IS NOT NULL OR num_nonnulls("spf", "dkim", "dmarc", "proven_domain") = 0
    );
-- The messages whose sender is still being looked up: few, and asked for at every start.
CREATE INDEX "message_verdict_pending" ON "message" ("received_at") WHERE "channel" = 'email' AND "authenticated_at" IS NULL;

ALTER TABLE "code"
    ADD CONSTRAINT "code_rank" CHECK ("rank" >= 0),
    ADD CONSTRAINT "code_given" CHECK ("code" <> ''),
    ADD CONSTRAINT "code_confidence" CHECK ("confidence" BETWEEN 0 AND 1),
    ADD CONSTRAINT "code_claim_whole" CHECK (
        num_nonnulls("claimed_by_member_id", "claimed_by_token_id") <= 1
        AND ("claimed_at" IS NOT NULL OR num_nonnulls("claimed_by_member_id", "claimed_by_token_id") = 0)
    );

ALTER TABLE "feed_event" ADD CONSTRAINT "feed_event_kind" CHECK (
    "kind" IN ('message.received', 'message.updated', 'code.received', 'code.claimed')
);

-- A workspace keeps at least one owner. Checked at commit, so that ownership can be handed over in one transaction.
CREATE FUNCTION "require_owner"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM "workspace" WHERE "id" = OLD."workspace_id")
        AND NOT EXISTS (SELECT 1 FROM "member" WHERE "workspace_id" = OLD."workspace_id" AND "role" = 'owner')
    THEN
        RAISE EXCEPTION 'a workspace keeps at least one owner' USING ERRCODE = 'check_violation', CONSTRAINT = 'workspace_has_owner';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "workspace_has_owner" AFTER UPDATE OR DELETE ON "member"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "require_owner"();

CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "audit_event_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event"
    FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();

-- The one place where a code's state is decided, by the database's clock.
-- Superseded: the same address has a newer best code of the same series (the same service, or the
-- same sender where no service is known). Another service's code supersedes nothing, neither does a
-- lesser candidate of a later message, and a proven code gives way only to one proven alike: otherwise
-- anybody could take a code out of use by sending a mail that claims to come from the same service.
CREATE VIEW "code_state" AS
SELECT
    c.*,
    CASE
        WHEN c."claimed_at" IS NOT NULL THEN 'claimed'
        WHEN EXISTS (
            SELECT 1 FROM "code" newer
            WHERE newer."address_id" = c."address_id" AND newer."series" = c."series" AND newer."rank" = 0
                AND (newer."received_at", newer."message_id") > (c."received_at", c."message_id")
                AND (c."proven_domain" IS NULL OR newer."proven_domain" = c."proven_domain")
        ) THEN 'superseded'
        WHEN c."expires_at" <= statement_timestamp() THEN 'expired'
        ELSE 'usable'
    END AS "state"
FROM "code" c;

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "events" TEXT[],
    "limited" BOOLEAN NOT NULL DEFAULT false,
    "secret" BYTEA NOT NULL,
    "creator_kind" "actor_kind" NOT NULL,
    "created_by_member_id" UUID,
    "created_by_token_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "notice" TEXT,
    "failing_since" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_address" (
    "workspace_id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,

    CONSTRAINT "webhook_address_pkey" PRIMARY KEY ("webhook_id","address_id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "code_id" UUID,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "attempted_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),
    "response_status" INTEGER,
    "error" TEXT,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_workspace_id_created_at_id_idx" ON "webhook"("workspace_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_workspace_id_id_key" ON "webhook"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "webhook_address_address_id_idx" ON "webhook_address"("address_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_at_id_idx" ON "webhook_delivery"("webhook_id", "at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_created_by_member_id_fkey" FOREIGN KEY ("created_by_member_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_created_by_token_id_fkey" FOREIGN KEY ("created_by_token_id") REFERENCES "api_token"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_address" ADD CONSTRAINT "webhook_address_workspace_id_webhook_id_fkey" FOREIGN KEY ("workspace_id", "webhook_id") REFERENCES "webhook"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_address" ADD CONSTRAINT "webhook_address_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "webhook"
    ADD CONSTRAINT "webhook_has_events" CHECK (cardinality("events") > 0),
    ADD CONSTRAINT "webhook_creator" CHECK (
        ("creator_kind" = 'member' OR "created_by_member_id" IS NULL) AND ("creator_kind" = 'token' OR "created_by_token_id" IS NULL)
    );

ALTER TABLE "webhook_delivery"
    ADD CONSTRAINT "webhook_delivery_kind" CHECK ("kind" IN ('message.received', 'message.updated', 'code.received', 'code.claimed')),
    ADD CONSTRAINT "webhook_delivery_over" CHECK ("next_attempt_at" IS NULL OR "delivered_at" IS NULL);
-- The queue: those that are still to be sent, few beside the log of those that have been.
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" ("webhook_id", "next_attempt_at") WHERE "next_attempt_at" IS NOT NULL;

-- A UUIDv7 (RFC 9562 section 5.7); PostgreSQL has its own only from version 18 on.
CREATE FUNCTION "new_uuid_v7"() RETURNS uuid LANGUAGE sql VOLATILE AS $$
    SELECT encode(set_bit(set_bit(overlay(
        uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid
$$;

-- Queues what happens for the webhooks of its workspace, in the transaction in which it happens; one look at an
-- empty table where there are none. Nothing here can fail or wait: mail must not be refused because of a webhook
-- that is just being deleted, so there are no references, and whether the webhook's creator may see the address
-- is asked when it is sent.
CREATE FUNCTION "queue_webhook_deliveries"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "webhook" WHERE "disabled_at" IS NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO "webhook_delivery" ("id", "workspace_id", "webhook_id", "address_id", "message_id", "code_id", "kind", "at", "next_attempt_at")
    SELECT "new_uuid_v7"(), e."workspace_id", w."id", e."address_id", e."message_id", e."code_id", e."kind", e."at", statement_timestamp()
    FROM "happened" e
    JOIN "webhook" w ON w."workspace_id" = e."workspace_id" AND w."disabled_at" IS NULL AND e."kind" = ANY (w."events")
        AND (NOT w."limited" OR EXISTS (
            SELECT 1 FROM "webhook_address" l WHERE l."webhook_id" = w."id" AND l."address_id" = e."address_id"
        ));
    IF FOUND THEN
        PERFORM pg_notify('mailroom', 'webhooks');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "feed_event_to_webhooks" AFTER INSERT ON "feed_event"
    REFERENCING NEW TABLE AS "happened" FOR EACH STATEMENT EXECUTE FUNCTION "queue_webhook_deliveries"();

-- CreateTable
CREATE TABLE "forward_destination" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "forward_destination_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "forward_rule" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "member_id" UUID,
    "destination_id" UUID,
    "only_codes" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "forward_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "forward" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "rule_id" UUID,
    "forwarded_by" TEXT,
    "to" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "attempted_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "forward_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "forward_destination_workspace_id_address_key" ON "forward_destination"("workspace_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "forward_destination_workspace_id_id_key" ON "forward_destination"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "forward_rule_member_id_idx" ON "forward_rule"("member_id");

-- CreateIndex
CREATE INDEX "forward_rule_destination_id_idx" ON "forward_rule"("destination_id");

-- CreateIndex
CREATE UNIQUE INDEX "forward_rule_address_id_member_id_key" ON "forward_rule"("address_id", "member_id");

-- CreateIndex
CREATE UNIQUE INDEX "forward_rule_address_id_destination_id_key" ON "forward_rule"("address_id", "destination_id");

-- CreateIndex
CREATE INDEX "forward_workspace_id_at_id_idx" ON "forward"("workspace_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "forward_message_id_at_id_idx" ON "forward"("message_id", "at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "forward_destination" ADD CONSTRAINT "forward_destination_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forward_rule" ADD CONSTRAINT "forward_rule_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forward_rule" ADD CONSTRAINT "forward_rule_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "forward_rule" ADD CONSTRAINT "forward_rule_workspace_id_destination_id_fkey" FOREIGN KEY ("workspace_id", "destination_id") REFERENCES "forward_destination"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "forward_rule" ADD CONSTRAINT "forward_rule_recipient" CHECK (num_nonnulls("member_id", "destination_id") = 1);
ALTER TABLE "forward" ADD CONSTRAINT "forward_over" CHECK ("next_attempt_at" IS NULL OR "sent_at" IS NULL);
-- The queue: those that are still to be sent, few beside the log of those that have been.
CREATE INDEX "forward_due" ON "forward" ("next_attempt_at") WHERE "next_attempt_at" IS NOT NULL;

-- Queues what comes for the rules of its address, in the transaction in which it comes; one look at an empty table
-- where there are none. Nothing here can fail or wait: mail must not be refused because of a rule. Whether the
-- recipient may still have it is asked when it is sent.
CREATE FUNCTION "queue_forwards"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "forward_rule") THEN
        RETURN NULL;
    END IF;
    INSERT INTO "forward" ("id", "workspace_id", "address_id", "message_id", "rule_id", "to", "at", "next_attempt_at")
    SELECT "new_uuid_v7"(), e."workspace_id", e."address_id", e."message_id", r."id", coalesce(m."email", d."address"), e."at", statement_timestamp()
    FROM "happened" e
    JOIN "forward_rule" r ON r."address_id" = e."address_id"
    LEFT JOIN "member" m ON m."id" = r."member_id"
    LEFT JOIN "forward_destination" d ON d."id" = r."destination_id"
    WHERE e."kind" = 'message.received' AND coalesce(m."email", d."address") IS NOT NULL
        AND (NOT r."only_codes" OR EXISTS (SELECT 1 FROM "code" c WHERE c."message_id" = e."message_id"));
    IF FOUND THEN
        PERFORM pg_notify('mailroom', 'forwards');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "feed_event_to_forwards" AFTER INSERT ON "feed_event"
    REFERENCING NEW TABLE AS "happened" FOR EACH STATEMENT EXECUTE FUNCTION "queue_forwards"();

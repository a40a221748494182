-- CreateTable
CREATE TABLE "push_key" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "public_key" TEXT NOT NULL,
    "private_key" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "push_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "push_subscription" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "public_key" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "show_code" BOOLEAN NOT NULL,
    "limited" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error" TEXT,

    CONSTRAINT "push_subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "push_address" (
    "workspace_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,

    CONSTRAINT "push_address_pkey" PRIMARY KEY ("subscription_id","address_id")
);

-- CreateTable
CREATE TABLE "push" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "subscription_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "code_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "push_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "push_subscription_session_id_key" ON "push_subscription"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "push_subscription_endpoint_key" ON "push_subscription"("endpoint");

-- CreateIndex
CREATE INDEX "push_subscription_member_id_idx" ON "push_subscription"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "push_subscription_workspace_id_id_key" ON "push_subscription"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "push_address_address_id_idx" ON "push_address"("address_id");

-- CreateIndex
CREATE INDEX "push_next_attempt_at_idx" ON "push"("next_attempt_at");

-- AddForeignKey
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_subscription" ADD CONSTRAINT "push_subscription_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_address" ADD CONSTRAINT "push_address_workspace_id_subscription_id_fkey" FOREIGN KEY ("workspace_id", "subscription_id") REFERENCES "push_subscription"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_address" ADD CONSTRAINT "push_address_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "push_key" ADD CONSTRAINT "push_key_one" CHECK ("id" = 1);

-- As for the other ways to read a code: a second attempt to show it is no second reading.
CREATE UNIQUE INDEX "audit_event_code_pushed" ON "audit_event" ("actor_id", "subject_id") WHERE "action" = 'code.pushed';

-- Queues new codes for the browsers that asked for them, in the transaction in which they come; one look at an empty
-- table where there are none. Nothing here can fail or wait, so there are no references, and whether the member may see
-- the address is asked when it is sent.
CREATE FUNCTION "queue_pushes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM "push_subscription") THEN
        RETURN NULL;
    END IF;
    INSERT INTO "push" ("id", "workspace_id", "subscription_id", "address_id", "message_id", "code_id", "at", "next_attempt_at")
    SELECT "new_uuid_v7"(), e."workspace_id", s."id", e."address_id", e."message_id", e."code_id", e."at", statement_timestamp()
    FROM "happened" e
    JOIN "push_subscription" s ON s."workspace_id" = e."workspace_id" AND (NOT s."limited" OR EXISTS (
        SELECT 1 FROM "push_address" l WHERE l."subscription_id" = s."id" AND l."address_id" = e."address_id"
    ))
    WHERE e."kind" = 'code.received' AND e."code_id" IS NOT NULL;
    IF FOUND THEN
        PERFORM pg_notify('mailroom', 'pushes');
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER "feed_event_to_pushes" AFTER INSERT ON "feed_event"
    REFERENCING NEW TABLE AS "happened" FOR EACH STATEMENT EXECUTE FUNCTION "queue_pushes"();

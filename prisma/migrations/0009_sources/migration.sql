-- CreateEnum
CREATE TYPE "sms_source_kind" AS ENUM ('android', 'webhook');

-- CreateTable
CREATE TABLE "sms_source" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" "sms_source_kind" NOT NULL,
    "name" TEXT NOT NULL,
    "secret" BYTEA NOT NULL,
    "created_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3),
    "problem" TEXT,

    CONSTRAINT "sms_source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sms_source_number" (
    "workspace_id" UUID NOT NULL,
    "source_id" UUID NOT NULL,
    "slot" INTEGER NOT NULL,
    "address_id" UUID NOT NULL,

    CONSTRAINT "sms_source_number_pkey" PRIMARY KEY ("source_id","slot")
);

-- CreateIndex
CREATE INDEX "sms_source_workspace_id_created_at_id_idx" ON "sms_source"("workspace_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "sms_source_workspace_id_id_key" ON "sms_source"("workspace_id", "id");

-- CreateIndex
CREATE INDEX "sms_source_number_address_id_idx" ON "sms_source_number"("address_id");

-- CreateIndex
CREATE UNIQUE INDEX "sms_source_number_source_id_address_id_key" ON "sms_source_number"("source_id", "address_id");

-- AddForeignKey
ALTER TABLE "sms_source" ADD CONSTRAINT "sms_source_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sms_source" ADD CONSTRAINT "sms_source_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sms_source_number" ADD CONSTRAINT "sms_source_number_workspace_id_source_id_fkey" FOREIGN KEY ("workspace_id", "source_id") REFERENCES "sms_source"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sms_source_number" ADD CONSTRAINT "sms_source_number_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "sms_source" ADD CONSTRAINT "sms_source_named" CHECK (btrim("name") <> '');
ALTER TABLE "sms_source_number" ADD CONSTRAINT "sms_source_number_slot" CHECK ("slot" > 0);

-- A file of an MMS is not in the message's source, which names its URL only: it is fetched after the commit, and
-- kept here. While `next_attempt_at` is set it is still to be fetched; without it and without bytes, it was given up.
ALTER TABLE "attachment"
    ADD COLUMN "url" TEXT,
    ADD COLUMN "bytes" BYTEA,
    ADD COLUMN "attempts" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "next_attempt_at" TIMESTAMPTZ(3),
    ADD COLUMN "problem" TEXT;
ALTER TABLE "attachment" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;
ALTER TABLE "attachment"
    ADD CONSTRAINT "attachment_of_source" CHECK ("url" IS NOT NULL OR num_nonnulls("bytes", "next_attempt_at", "problem") = 0),
    ADD CONSTRAINT "attachment_fetched" CHECK ("bytes" IS NULL OR "next_attempt_at" IS NULL);
CREATE INDEX "attachment_due" ON "attachment" ("next_attempt_at") WHERE "next_attempt_at" IS NOT NULL;

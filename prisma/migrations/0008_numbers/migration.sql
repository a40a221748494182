-- CreateEnum
CREATE TYPE "sending_state" AS ENUM ('queued', 'sent', 'delivered', 'failed');

-- AlterTable
ALTER TABLE "workspace" ADD COLUMN "may_send" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "outgoing_text" (
    "message_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "address_id" UUID NOT NULL,
    "state" "sending_state" NOT NULL DEFAULT 'queued',
    "provider_id" TEXT,
    "error_code" INTEGER,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempt_at" TIMESTAMPTZ(3),
    "attempted_at" TIMESTAMPTZ(3),
    "checked_at" TIMESTAMPTZ(3),
    "requested_by" TEXT NOT NULL,
    "idempotency_key" TEXT,

    CONSTRAINT "outgoing_text_pkey" PRIMARY KEY ("message_id")
);

-- CreateTable
CREATE TABLE "number_order" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "label" TEXT,
    "ordered_by_id" UUID,
    "ordered_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "number_order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "number_release" (
    "address_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "release_at" TIMESTAMPTZ(3) NOT NULL,
    "released_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "number_release_pkey" PRIMARY KEY ("address_id")
);

-- CreateTable
CREATE TABLE "reconciliation" (
    "account_sid" TEXT NOT NULL,
    "seen_until" TIMESTAMPTZ(3) NOT NULL,
    "ran_at" TIMESTAMPTZ(3) NOT NULL,
    "listed" INTEGER NOT NULL,
    "found" INTEGER NOT NULL,
    "last_found_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "reconciliation_pkey" PRIMARY KEY ("account_sid")
);

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_text_provider_id_key" ON "outgoing_text"("provider_id");

-- CreateIndex
CREATE INDEX "outgoing_text_workspace_id_created_at_idx" ON "outgoing_text"("workspace_id", "created_at");

-- CreateIndex
CREATE INDEX "outgoing_text_address_id_created_at_idx" ON "outgoing_text"("address_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_text_workspace_id_message_id_key" ON "outgoing_text"("workspace_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_text_workspace_id_requested_by_idempotency_key_key" ON "outgoing_text"("workspace_id", "requested_by", "idempotency_key");

-- CreateIndex
CREATE INDEX "number_order_workspace_id_created_at_idx" ON "number_order"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "number_release_release_at_idx" ON "number_release"("release_at");

-- CreateIndex
CREATE UNIQUE INDEX "number_release_workspace_id_address_id_key" ON "number_release"("workspace_id", "address_id");

-- AddForeignKey
ALTER TABLE "outgoing_text" ADD CONSTRAINT "outgoing_text_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "number_order" ADD CONSTRAINT "number_order_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "number_release" ADD CONSTRAINT "number_release_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- What is still open is looked for every half minute among all texts that were ever sent.
CREATE INDEX "outgoing_text_open" ON "outgoing_text" ("created_at") WHERE "state" IN ('queued', 'sent');

-- A number is ordered once at a time, whoever orders it: nothing is bought twice.
CREATE UNIQUE INDEX "number_order_open" ON "number_order" ("number") WHERE "settled_at" IS NULL;

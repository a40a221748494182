-- AlterTable
ALTER TABLE "managed_address" ADD COLUMN "twilio_account_sid" TEXT;

-- CreateTable
CREATE TABLE "twilio_account" (
    "account_sid" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "auth_token" BYTEA NOT NULL,
    "token_before" BYTEA,
    "exchanged_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "twilio_account_pkey" PRIMARY KEY ("account_sid")
);

-- CreateIndex
CREATE UNIQUE INDEX "twilio_account_workspace_id_account_sid_key" ON "twilio_account"("workspace_id", "account_sid");

-- AddForeignKey
ALTER TABLE "managed_address" ADD CONSTRAINT "managed_address_workspace_id_twilio_account_sid_fkey" FOREIGN KEY ("workspace_id", "twilio_account_sid") REFERENCES "twilio_account"("workspace_id", "account_sid") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "twilio_account" ADD CONSTRAINT "twilio_account_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

-- Only a phone is at Twilio.
ALTER TABLE "managed_address" ADD CONSTRAINT "managed_address_twilio_account_phone" CHECK ("twilio_account_sid" IS NULL OR "kind" = 'phone');

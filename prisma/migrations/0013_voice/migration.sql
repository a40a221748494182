-- AlterEnum
ALTER TYPE "channel" ADD VALUE 'voice';

-- CreateTable
CREATE TABLE "call_answering" (
    "address_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "greeting" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "call_answering_pkey" PRIMARY KEY ("address_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "call_answering_workspace_id_address_id_key" ON "call_answering"("workspace_id", "address_id");

-- AddForeignKey
ALTER TABLE "call_answering" ADD CONSTRAINT "call_answering_workspace_id_address_id_fkey" FOREIGN KEY ("workspace_id", "address_id") REFERENCES "managed_address"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

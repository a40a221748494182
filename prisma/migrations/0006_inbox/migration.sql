-- CreateTable
CREATE TABLE "note" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "author_id" UUID,
    "author_name" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "note_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "viewing" (
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "viewing_pkey" PRIMARY KEY ("message_id","member_id")
);

-- CreateTable
CREATE TABLE "preferences" (
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "opening_reads" BOOLEAN NOT NULL DEFAULT false,
    "code_in_title" BOOLEAN NOT NULL DEFAULT false,
    "single_keys" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "preferences_pkey" PRIMARY KEY ("member_id")
);

-- CreateIndex
CREATE INDEX "note_message_id_created_at_id_idx" ON "note"("message_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "viewing_member_id_idx" ON "viewing"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "preferences_workspace_id_member_id_key" ON "preferences"("workspace_id", "member_id");

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "member"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "viewing" ADD CONSTRAINT "viewing_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "viewing" ADD CONSTRAINT "viewing_workspace_id_message_id_fkey" FOREIGN KEY ("workspace_id", "message_id") REFERENCES "message"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "preferences" ADD CONSTRAINT "preferences_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "note" ADD CONSTRAINT "note_given" CHECK (btrim("text") <> '');

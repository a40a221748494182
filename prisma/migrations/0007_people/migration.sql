-- A guest sees what is granted to them, and nobody.
ALTER TYPE "role" ADD VALUE 'guest';

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "team_member" (
    "workspace_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,

    CONSTRAINT "team_member_pkey" PRIMARY KEY ("team_id","member_id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "role" NOT NULL,
    "sha256" BYTEA NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "member_id" UUID NOT NULL,
    "device" TEXT,
    "remote_address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "grant" ALTER COLUMN "member_id" DROP NOT NULL, ADD COLUMN "team_id" UUID;

-- AlterTable
ALTER TABLE "managed_address" ADD COLUMN "open" BOOLEAN NOT NULL DEFAULT false, ADD COLUMN "retention_days" INTEGER;

-- AlterTable
ALTER TABLE "member" ADD COLUMN "authenticator" BYTEA, ADD COLUMN "authenticator_step" BIGINT, ADD COLUMN "recovery_hashes" BYTEA[];

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN "address_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "team_workspace_id_id_key" ON "team"("workspace_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "team_workspace_id_name_key" ON "team"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "team_member_member_id_idx" ON "team_member"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_sha256_key" ON "invitation"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_workspace_id_email_key" ON "invitation"("workspace_id", "email");

-- CreateIndex
CREATE INDEX "session_member_id_idx" ON "session"("member_id");

-- CreateIndex
CREATE UNIQUE INDEX "grant_team_id_address_id_key" ON "grant"("team_id", "address_id");

-- CreateIndex
CREATE UNIQUE INDEX "grant_team_id_account_id_key" ON "grant"("team_id", "account_id");

-- AddForeignKey
ALTER TABLE "team" ADD CONSTRAINT "team_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_workspace_id_team_id_fkey" FOREIGN KEY ("workspace_id", "team_id") REFERENCES "team"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "team_member" ADD CONSTRAINT "team_member_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "grant" ADD CONSTRAINT "grant_workspace_id_team_id_fkey" FOREIGN KEY ("workspace_id", "team_id") REFERENCES "team"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "team" ADD CONSTRAINT "team_name_given" CHECK (btrim("name") <> '');

ALTER TABLE "invitation"
    ADD CONSTRAINT "invitation_email_normalised" CHECK ("email" = lower("email") AND "email" ~ '^[^@ ]+@[^@ ]+$'),
    ADD CONSTRAINT "invitation_sha256" CHECK (octet_length("sha256") = 32);

ALTER TABLE "grant" ADD CONSTRAINT "grant_to_one" CHECK (num_nonnulls("member_id", "team_id") = 1);

ALTER TABLE "managed_address" ADD CONSTRAINT "managed_address_retention" CHECK ("retention_days" > 0);

-- That somebody read a code is recorded at the first time: a program that polls would fill the log with the same line.
CREATE UNIQUE INDEX "audit_event_code_read" ON "audit_event" ("actor_id", "subject_id", "action")
    WHERE "action" IN ('code.seen', 'code.copied', 'code.fetched');

-- The activity of one address.
CREATE INDEX "audit_event_address" ON "audit_event" ("address_id", "at" DESC, "id" DESC) WHERE "address_id" IS NOT NULL;

-- CreateTable
CREATE TABLE "password_reset" (
    "member_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "sha256" BYTEA NOT NULL,
    "made_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("member_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "password_reset_sha256_key" ON "password_reset"("sha256");

-- AddForeignKey
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_workspace_id_member_id_fkey" FOREIGN KEY ("workspace_id", "member_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_reset" ADD CONSTRAINT "password_reset_workspace_id_made_by_id_fkey" FOREIGN KEY ("workspace_id", "made_by_id") REFERENCES "member"("workspace_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Invariants

ALTER TABLE "password_reset"
    ADD CONSTRAINT "password_reset_sha256" CHECK (octet_length("sha256") = 32),
    -- Nobody makes one for themselves: whoever is signed in changes their password by the one they have.
    ADD CONSTRAINT "password_reset_by_another" CHECK ("made_by_id" <> "member_id");

-- An account is found by its service and handle, as members and the extractor write them.
ALTER TABLE "account"
    ADD CONSTRAINT "account_service_normalised" CHECK ("service" = lower(btrim("service")) AND "service" <> ''),
    ADD CONSTRAINT "account_handle_given" CHECK (btrim("handle") <> '');

-- A list of accounts is read newest first, in pages.
-- CreateIndex
CREATE INDEX "account_workspace_id_created_at_id_idx" ON "account"("workspace_id", "created_at" DESC, "id" DESC);

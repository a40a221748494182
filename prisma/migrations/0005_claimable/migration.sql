-- The codes that may still be handed out, in the order in which they are looked through: without those that are
-- taken, which would be passed over again at each claim at a busy address.
CREATE INDEX "code_claimable" ON "code" ("address_id", "received_at" DESC, "message_id" DESC)
    WHERE "rank" = 0 AND "claimed_at" IS NULL;

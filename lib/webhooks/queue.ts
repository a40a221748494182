import { audit } from '#lib/access/audit.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { delayAfter } from '#lib/webhooks/backoff.ts';
import type { Creator } from '#lib/webhooks/creator.ts';
import type { Answer } from '#lib/webhooks/post.ts';
import type { EventType } from '#lib/webhooks/present.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Longer than any attempt lasts: who has not said by then what became of it has died, and another tries again. */
const LEASE = "interval '2 minutes'";
/** No success for so long, with every retry of a day used up in between: nobody is there any more. */
const SWITCH_OFF_AFTER = "interval '3 days'";
/** How long the log is kept. */
const KEEP = "interval '30 days'";

/** A delivery whose time has come, and its webhook: all that one attempt needs to know. */
export type Due = Creator & {
  id: string;
  attempts: number;
  kind: EventType;
  at: Date;
  addressId: string;
  messageId: string;
  codeId: string | null;
  webhookId: string;
  url: string;
  secret: Buffer;
};

/**
 * Takes deliveries whose time has come: each is one process's for the time of the lease, whichever machine it
 * runs on. The attempt is counted now, so that one that kills its process is not tried for ever.
 * @param inHand how many of each webhook are being sent; of none more than `perWebhook` at once
 */
export async function takeDue(
  inHand: Map<string, number>,
  { limit, perWebhook }: { limit: number; perWebhook: number },
): Promise<Due[]> {
  const { rows } = await pool().query<Due>({
    name: 'webhooks-due',
    text: `
      WITH due AS (
        SELECT d.id FROM webhook w CROSS JOIN LATERAL (
          SELECT id, next_attempt_at FROM webhook_delivery
          WHERE webhook_id = w.id AND next_attempt_at <= statement_timestamp()
          ORDER BY next_attempt_at LIMIT $2 - coalesce(($1::jsonb ->> w.id::text)::int, 0) FOR UPDATE SKIP LOCKED
        ) d WHERE w.disabled_at IS NULL ORDER BY d.next_attempt_at LIMIT $3
      )
      UPDATE webhook_delivery d
      SET next_attempt_at = statement_timestamp() + ${LEASE}, attempted_at = statement_timestamp(), attempts = attempts + 1
      FROM due, webhook w WHERE d.id = due.id AND w.id = d.webhook_id
      RETURNING d.id, d.attempts, d.kind, d.at, d.address_id AS "addressId", d.message_id AS "messageId",
        d.code_id AS "codeId", d.webhook_id AS "webhookId", w.url, w.secret, w.workspace_id AS "workspaceId",
        w.creator_kind AS "creatorKind", w.created_by_member_id AS "createdByMemberId", w.created_by_token_id AS "createdByTokenId"`,
    values: [JSON.stringify(Object.fromEntries(inHand)), perWebhook, limit],
  });
  return rows;
}

/** Milliseconds until the next delivery is due that is not due yet; null when there is none. */
export async function untilNextDue(): Promise<number | null> {
  const { rows } = await pool().query<{ ms: number | null }>({
    name: 'webhooks-next',
    text: `SELECT (extract(epoch FROM min(d.next_attempt_at) - statement_timestamp()) * 1000)::float AS ms
           FROM webhook w CROSS JOIN LATERAL (
             SELECT next_attempt_at FROM webhook_delivery
             WHERE webhook_id = w.id AND next_attempt_at > statement_timestamp() ORDER BY next_attempt_at LIMIT 1
           ) d WHERE w.disabled_at IS NULL`,
  });
  return rows[0]?.ms ?? null;
}

/** One that there is nothing to say about: its message has been deleted, or its webhook's maker may not see it. */
export async function dropDelivery({ id }: Due): Promise<void> {
  await database().webhookDelivery.deleteMany({ where: { id } });
}

/** One that was cut short by us: as if it had not been tried. */
export async function giveBack({ id }: Due): Promise<void> {
  await database().webhookDelivery.updateMany({
    where: { id, deliveredAt: null },
    data: { nextAttemptAt: new Date(), attempts: { decrement: 1 } },
  });
}

export async function recordDelivered({ id, webhookId }: Due, { status }: Answer): Promise<void> {
  await pool().query({
    name: 'webhook-delivered',
    text: `UPDATE webhook_delivery SET delivered_at = statement_timestamp(), next_attempt_at = NULL, response_status = $2, error = NULL
           WHERE id = $1`,
    values: [id, status],
  });
  await pool().query({
    name: 'webhook-well',
    text: `UPDATE webhook SET failing_since = NULL, delivered_at = statement_timestamp()
           WHERE id = $1 AND (failing_since IS NOT NULL OR delivered_at IS NULL
             OR delivered_at < statement_timestamp() - interval '1 minute')`,
    values: [webhookId],
  });
}

/** @returns since when no attempt has worked, where that is so long that the webhook is to be switched off */
export async function recordFailed(
  { id, webhookId, attempts }: Due,
  { status, error, retryAfter }: Answer,
): Promise<Date | null> {
  const delay = delayAfter(attempts);
  await pool().query({
    name: 'webhook-failed',
    text: `UPDATE webhook_delivery SET next_attempt_at = statement_timestamp() + make_interval(secs => $2), response_status = $3, error = $4
           WHERE id = $1 AND delivered_at IS NULL`,
    values: [id, delay === null ? null : Math.max(delay, retryAfter), status, error],
  });
  const { rows } = await pool().query<{ since: Date; long: boolean }>({
    name: 'webhook-ill',
    text: `UPDATE webhook SET failing_since = coalesce(failing_since, statement_timestamp()) WHERE id = $1
           RETURNING failing_since AS since, failing_since < statement_timestamp() - ${SWITCH_OFF_AFTER} AS long`,
    values: [webhookId],
  });
  return rows[0]?.long ? rows[0].since : null;
}

/** Mailroom's own decision; its reason is the notice that its owners read. */
export async function switchOff({ webhookId, workspaceId, url }: Due, notice: string): Promise<void> {
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.webhook.updateMany({
      where: { id: webhookId, disabledAt: null },
      data: { disabledAt: new Date(), notice },
    });
    if (count === 0) return;
    await endDeliveries(transaction, webhookId, notice);
    const mailroom = { kind: 'system', workspaceId, name: 'webhooks' } as const;
    await audit(transaction, mailroom, {
      action: 'webhook.disabled',
      subjectId: webhookId,
      subjectName: url,
    });
  });
}

/** Gives up what is still to be sent: it can be redelivered. */
export async function endDeliveries(
  transaction: Pick<Prisma.TransactionClient, 'webhookDelivery'>,
  webhookId: string,
  error: string,
): Promise<void> {
  await transaction.webhookDelivery.updateMany({
    where: { webhookId, nextAttemptAt: { not: null } },
    data: { nextAttemptAt: null, error },
  });
}

/** Takes away what is older than the log is kept, and what belongs to no webhook any more. */
export async function sweepDeliveries(): Promise<void> {
  await pool().query(
    `DELETE FROM webhook_delivery d WHERE at < statement_timestamp() - ${KEEP}
       OR NOT EXISTS (SELECT 1 FROM webhook w WHERE w.id = d.webhook_id)`,
  );
}

import { audit } from '#lib/access/audit.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { delayAfter } from '#lib/webhooks/backoff.ts';

/** Longer than any attempt lasts: who has not said by then what became of it has died, and another tries again. */
const LEASE = "interval '5 minutes'";
/** How long the log is kept. */
const KEEP = "interval '30 days'";

/** A forward whose time has come. */
export type Due = {
  id: string;
  workspaceId: string;
  addressId: string;
  messageId: string;
  ruleId: string | null;
  to: string;
  at: Date;
  attempts: number;
};

/** Takes forwards whose time has come. The attempt is counted now, so that one that kills its process is not tried for ever. */
export async function takeDue(limit: number): Promise<Due[]> {
  const { rows } = await pool().query<Due>({
    name: 'forwards-due',
    text: `
      WITH due AS (
        SELECT id FROM forward WHERE next_attempt_at <= statement_timestamp()
        ORDER BY next_attempt_at LIMIT $1 FOR UPDATE SKIP LOCKED
      )
      UPDATE forward f
      SET next_attempt_at = statement_timestamp() + ${LEASE}, attempted_at = statement_timestamp(), attempts = attempts + 1
      FROM due WHERE f.id = due.id
      RETURNING f.id, f.workspace_id AS "workspaceId", f.address_id AS "addressId", f.message_id AS "messageId",
        f.rule_id AS "ruleId", f."to", f.at, f.attempts`,
    values: [limit],
  });
  return rows;
}

/** Milliseconds until the next forward is due that is not due yet; null when there is none. */
export async function untilNextDue(): Promise<number | null> {
  const { rows } = await pool().query<{ ms: number | null }>({
    name: 'forwards-next',
    text: `SELECT (extract(epoch FROM min(next_attempt_at) - statement_timestamp()) * 1000)::float AS ms
           FROM forward WHERE next_attempt_at > statement_timestamp()`,
  });
  return rows[0]?.ms ?? null;
}

/** Its message has been deleted: there is nothing to say any more. */
export async function dropForward({ id }: Due): Promise<void> {
  await database().forward.deleteMany({ where: { id } });
}

/** What a rule has sent is recorded now; what was sent by hand, when somebody did it. */
export async function recordSent(
  { id, workspaceId, messageId, ruleId, to }: Due,
  address: string,
): Promise<void> {
  await database().$transaction(async (transaction) => {
    await transaction.forward.updateMany({
      where: { id },
      data: { sentAt: new Date(), nextAttemptAt: null, error: null },
    });
    if (!ruleId) return;
    await audit(
      transaction,
      { kind: 'system', workspaceId, name: 'forwarding rule' },
      {
        action: 'message.forwarded',
        subjectId: messageId,
        subjectName: `${address} → ${to}`,
      },
    );
  });
}

export async function recordFailed({ id, attempts }: Due, error: string, forGood: boolean): Promise<void> {
  const delay = forGood ? null : delayAfter(attempts);
  await pool().query({
    name: 'forward-failed',
    text: `UPDATE forward SET next_attempt_at = statement_timestamp() + make_interval(secs => $2), error = $3 WHERE id = $1`,
    values: [id, delay, error],
  });
}

export async function sweepForwards(): Promise<void> {
  await pool().query(`DELETE FROM forward WHERE at < statement_timestamp() - ${KEEP}`);
}

import { SESSION_DAYS } from '#lib/access/sessions.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';

/** Who waits for a code waits no longer: they have asked for another one, or have looked for themselves. */
export const WORTH_SECONDS = 120;
/** Longer than any attempt lasts: who has not said by then what became of it has died, and another tries again. */
const LEASE = "interval '20 seconds'";
/** Seconds after each attempt that failed. */
const DELAYS = [3, 10, 30];

/** A push whose time has come, and the browser that it is for. */
export type Due = {
  id: string;
  attempts: number;
  addressId: string;
  codeId: string;
  subscriptionId: string;
  memberId: string;
  endpoint: string;
  publicKey: string;
  auth: string;
  showCode: boolean;
};

/** Takes pushes whose time has come, each for one process; those of a session that has ended are left to be swept. */
export async function takeDue(limit: number): Promise<Due[]> {
  const { rows } = await pool().query<Due>({
    name: 'pushes-due',
    text: `
      WITH due AS (
        SELECT p.id FROM push p JOIN push_subscription s ON s.id = p.subscription_id
        JOIN session d ON d.id = s.session_id AND d.last_used_at > statement_timestamp() - interval '${SESSION_DAYS} days'
        WHERE p.next_attempt_at <= statement_timestamp() AND ${WORTH_IT}
        ORDER BY p.next_attempt_at LIMIT $1 FOR UPDATE OF p SKIP LOCKED
      )
      UPDATE push p SET next_attempt_at = statement_timestamp() + ${LEASE}, attempts = attempts + 1
      FROM due, push_subscription s WHERE p.id = due.id AND s.id = p.subscription_id
      RETURNING p.id, p.attempts, p.address_id AS "addressId", p.code_id AS "codeId", p.subscription_id AS "subscriptionId",
        s.member_id AS "memberId", s.endpoint, s.public_key AS "publicKey", s.auth, s.show_code AS "showCode"`,
    values: [limit],
  });
  return rows;
}

const WORTH_IT = `p.at > statement_timestamp() - interval '${WORTH_SECONDS} seconds'`;

/** Milliseconds until the next one is due that is not due yet; null when there is none. */
export async function untilNextDue(): Promise<number | null> {
  const { rows } = await pool().query<{ ms: number | null }>({
    name: 'pushes-next',
    text: `SELECT (extract(epoch FROM min(p.next_attempt_at) - statement_timestamp()) * 1000)::float AS ms
           FROM push p WHERE p.next_attempt_at > statement_timestamp() AND ${WORTH_IT}`,
  });
  return rows[0]?.ms ?? null;
}

/** There is nothing to say, or nobody to say it to. */
export async function dropPush({ id }: Due): Promise<void> {
  await database().push.deleteMany({ where: { id } });
}

export async function recordPushed(due: Due): Promise<void> {
  await dropPush(due);
  await database().pushSubscription.updateMany({
    where: { id: due.subscriptionId, error: { not: null } },
    data: { error: null },
  });
}

/** It is tried again soon, or given up; the member reads why under Preferences. */
export async function recordFailed(due: Due, error: string, forGood: boolean): Promise<void> {
  const delay = forGood ? undefined : DELAYS[due.attempts - 1];
  if (delay === undefined) await dropPush(due);
  else
    await pool().query(
      'UPDATE push SET next_attempt_at = statement_timestamp() + make_interval(secs => $2) WHERE id = $1',
      [due.id, delay],
    );
  await database().pushSubscription.updateMany({ where: { id: due.subscriptionId }, data: { error } });
}

/** One that was cut short by us: another process sends it at once. */
export async function giveBack({ id }: Due): Promise<void> {
  await database().push.updateMany({
    where: { id },
    data: { nextAttemptAt: new Date(), attempts: { decrement: 1 } },
  });
}

/** The browser has withdrawn it, or is gone. */
export async function forgetSubscription({ subscriptionId, endpoint }: Due): Promise<void> {
  await database().pushSubscription.deleteMany({ where: { id: subscriptionId, endpoint } });
  await database().push.deleteMany({ where: { subscriptionId } });
}

/** Takes away what is worth nothing any more. */
export async function sweepPushes(): Promise<void> {
  await pool().query(`DELETE FROM push p WHERE NOT ${WORTH_IT}`);
}

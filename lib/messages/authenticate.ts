import { batched } from '#lib/database/batched.ts';
import { pool } from '#lib/database/pool.ts';
import { CHANNEL } from '#lib/feed/channel.ts';

/** The results of sender authentication in the words of RFC 8601 section 2.7 (`pass`, `fail`, `none`, `temperror`, …). */
export type Verdict = {
  spf: string;
  dkim: string;
  dmarc: string;
  arc: string;
  /** The organisational domain that an aligned DKIM or DMARC pass proves, else null. */
  provenDomain: string | null;
};

export type PendingVerdict = {
  messageIds: string[];
  source: Buffer;
  session: { envelopeFrom: string; remoteAddress: string; heloName: string };
};

/** More at once would keep their rows locked for longer. */
const MAX_VERDICTS = 64;

type Completed = Pick<PendingVerdict, 'messageIds'> & Verdict;

/**
 * Completes the verdict of one mail's messages, in one commit with the event that tells it, together with others that
 * came while the last ones were being committed. The first verdict stays.
 */
export async function recordVerdict(messageIds: string[], verdict: Verdict): Promise<void> {
  await record({ messageIds, ...verdict });
}

const record = batched(
  async (completed: Completed[]): Promise<undefined[]> => {
    const rows = completed.flatMap(({ messageIds, ...verdict }) =>
      messageIds.map((id) => ({ id, ...verdict })),
    );
    // Not prepared: PostgreSQL would keep the plan that it made while the table was empty, a scan of all of it.
    await pool().query(RECORD_VERDICTS, [JSON.stringify(rows), rows.map(({ id }) => id)]);
    return completed.map(() => undefined);
  },
  { most: MAX_VERDICTS },
);

const RECORD_VERDICTS = `
  WITH verdict AS (
    SELECT * FROM json_to_recordset($1::json) AS v(
      id uuid, spf text, dkim text, dmarc text, arc text, "provenDomain" text)
  ), judged AS (
    UPDATE message m SET
      spf = v.spf, dkim = v.dkim, dmarc = v.dmarc, arc = v.arc, proven_domain = v."provenDomain",
      authenticated_at = clock_timestamp()
    FROM verdict v WHERE m.id = ANY($2::uuid[]) AND m.id = v.id AND m.authenticated_at IS NULL
    RETURNING m.id, m.workspace_id, m.address_id, m.proven_domain
  ), proven AS (
    UPDATE code SET proven_domain = judged.proven_domain
    FROM judged
    WHERE code.message_id = ANY($2::uuid[]) AND code.message_id = judged.id AND judged.proven_domain IS NOT NULL
  ), told AS (
    INSERT INTO feed_event (workspace_id, address_id, message_id, kind)
    SELECT workspace_id, address_id, id, 'message.updated' FROM judged
  )
  SELECT pg_notify('${CHANNEL}', address_id::text) FROM judged`;

/**
 * Mail whose verdict is still open though its receiver should have given it by now: left by a crash or an overflow.
 * Oldest first, at most `mails` of them, and of `bytes` together unless the first one has more alone.
 */
export async function findPendingVerdicts(limit: {
  mails: number;
  bytes: number;
}): Promise<PendingVerdict[]> {
  const { rows } = await pool().query<{
    ids: string[];
    bytes: Buffer;
    envelope_from: string;
    remote_address: string;
    helo_name: string;
  }>(
    `WITH pending AS (
       SELECT source_id, array_agg(id) AS ids, min(received_at) AS received_at, min(envelope_from) AS envelope_from,
              min(remote_address) AS remote_address, min(helo_name) AS helo_name, max(size) AS size
       FROM message
       WHERE channel = 'email' AND authenticated_at IS NULL AND received_at < clock_timestamp() - interval '1 minute'
       GROUP BY source_id ORDER BY min(received_at) LIMIT $1
     ), measured AS (
       SELECT *, sum(size) OVER (ORDER BY received_at, source_id) AS so_far FROM pending
     )
     SELECT ids, bytes, coalesce(envelope_from, '') AS envelope_from, coalesce(remote_address, '') AS remote_address,
            coalesce(helo_name, '') AS helo_name
     FROM measured JOIN source ON source.id = source_id
     WHERE so_far <= $2 OR so_far = size ORDER BY received_at`,
    [limit.mails, limit.bytes],
  );
  return rows.map((row) => ({
    messageIds: row.ids,
    source: row.bytes,
    session: { envelopeFrom: row.envelope_from, remoteAddress: row.remote_address, heloName: row.helo_name },
  }));
}

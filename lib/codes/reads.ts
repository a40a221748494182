import { randomUUIDv7 } from 'node:crypto';
import type { Actor, MemberActor } from '#lib/access/actor.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { batched } from '#lib/database/batched.ts';
import { pool } from '#lib/database/pool.ts';
import { once } from '#lib/once.ts';

type Action = 'code.seen' | 'code.copied' | 'code.fetched' | 'code.pushed';
type Read = { id: string; actor: Exclude<Actor, { kind: 'system' }>; codeId: string; action: Action };

/** Of many callers at once; a page of a list has 200 codes. */
const MOST = 1_000;
/** Some 100 bytes each. A read that is forgotten here is found by the index of the table. */
const MAX_REMEMBERED = 20_000;

/**
 * Records that the actor has been given these codes, before they are: each once for an actor and a code, so that
 * neither a program that polls nor an inbox that stays open fills the log. A member has *seen* it, a token *fetched*
 * it. Calls at the same time share one commit; what this process has recorded costs nothing again.
 */
export async function recordReads(actor: Actor, codeIds: string[], action?: Action): Promise<void> {
  if (actor.kind === 'system') return;
  const what = action ?? (actor.kind === 'token' ? 'code.fetched' : 'code.seen');
  const known = remembered();
  const keyOf = (codeId: string) => `${actor.id} ${codeId} ${what}`;
  const fresh = [...new Set(codeIds)].filter((codeId) => !known.has(keyOf(codeId)));
  if (fresh.length === 0) return;
  await Promise.all(fresh.map((codeId) => write()({ id: randomUUIDv7(), actor, codeId, action: what })));
  for (const codeId of fresh) known.add(keyOf(codeId));
  for (const key of known) {
    if (known.size <= MAX_REMEMBERED) break;
    known.delete(key);
  }
}

/** The same for all codes of a message: its source shows them too. */
export async function recordReadsOf(actor: Actor, messageId: string): Promise<void> {
  const { rows } = await pool().query<{ id: string }>({
    name: 'codes-of-message',
    text: 'SELECT id FROM code WHERE message_id = $1',
    values: [messageId],
  });
  await recordReads(
    actor,
    rows.map((row) => row.id),
  );
}

/** That a member copied a code, which only their browser knows. One that they may not see is not recorded. */
export async function recordCopy(actor: MemberActor, codeId: string): Promise<void> {
  const { rowCount } = await pool().query({
    name: 'visible-code',
    text: `SELECT 1 FROM code WHERE id = $1 AND workspace_id = $2 AND ($3::uuid[] IS NULL OR address_id = ANY($3))`,
    values: [codeId, actor.workspaceId, await visibleAddressIds(actor)],
  });
  if (rowCount !== 0) await recordReads(actor, [codeId], 'code.copied');
}

function remembered(): Set<string> {
  return once('code reads', () => new Set<string>());
}

function write(): (read: Read) => Promise<null> {
  return once('code reads under way', () => batched(insert, { most: MOST }));
}

async function insert(reads: Read[]): Promise<null[]> {
  // In one order everywhere: two batches that wait for each other's rows would be a deadlock.
  const rows = reads.toSorted((a, b) => order(a).localeCompare(order(b)));
  const column = <T>(pick: (read: Read) => T) => rows.map(pick);
  await pool().query({
    name: 'record-code-reads',
    text: `INSERT INTO audit_event
             (id, workspace_id, actor_kind, actor_id, actor_name, action, subject_id, subject_name, address_id, remote_address)
           SELECT r.id, r.workspace_id, r.kind::actor_kind, r.actor_id, r.name, r.action, r.code_id,
                  coalesce(c.service || ' · ', '') || a.address, c.address_id, r.remote_address
           FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::uuid[], $8::text[])
             AS r(id, workspace_id, kind, actor_id, name, action, code_id, remote_address)
           LEFT JOIN code c ON c.id = r.code_id LEFT JOIN managed_address a ON a.id = c.address_id
           ON CONFLICT DO NOTHING`,
    values: [
      ...[
        column(({ id }) => id),
        column(({ actor }) => actor.workspaceId),
        column(({ actor }) => actor.kind),
      ],
      ...[column(({ actor }) => actor.id), column(({ actor }) => actor.name), column(({ action }) => action)],
      ...[column(({ codeId }) => codeId), column(({ actor }) => actor.remoteAddress ?? null)],
    ],
  });
  return reads.map(() => null);
}

function order({ actor, codeId, action }: Read): string {
  return `${actor.id} ${codeId} ${action}`;
}

import { randomUUIDv7 } from 'node:crypto';
import type { Actor } from '#lib/access/actor.ts';
import { requireScope, visibleAddressIds } from '#lib/access/permissions.ts';
import { findVisible } from '#lib/addresses/visible.ts';
import { withVisibleAccount } from '#lib/codes/accounts.ts';
import { type CodeQuery, codeNotFound, readCriteria } from '#lib/codes/find.ts';
import { type CodeRow, type PublicCode, presentCode } from '#lib/codes/present.ts';
import { type Criteria, claimOneStatement, claimStatement } from '#lib/codes/statements.ts';
import { waitFor } from '#lib/codes/wait.ts';
import { batchedBy } from '#lib/database/batched.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';

/** Of many callers at once, in one statement. */
const MOST = 50;

type Claim = { actor: Actor; ids: string[]; criteria: Criteria };

/**
 * Takes the newest usable code, so that no other actor takes the same one. With `wait`, takes it the moment
 * it is committed.
 * @throws MailroomError `code-not-found`, `address-not-found`, `account-not-found`, `invalid-input`, `forbidden`
 */
export async function claimCode(actor: Actor, query: CodeQuery, signal?: AbortSignal): Promise<PublicCode> {
  requireScope(actor, 'codes:claim');
  const visible = await findVisible(actor, query);
  const addressIds = visible.ids ?? [];
  const criteria = await readCriteria(actor, query, visible.service);
  const take = async (now: Actor) => {
    // What a member sees may have changed while they waited.
    const seen = await visibleAddressIds(now);
    const ids = seen ? addressIds.filter((id) => seen.includes(id)) : addressIds;
    return takeOne({ actor: now, ids, criteria });
  };
  const wait = query.wait ?? 0;
  const code =
    (await take(actor)) ??
    (wait > 0 ? await waitFor(actor, take, { addressIds, wait, takes: true, signal }) : null);
  return code ? withVisibleAccount(actor, code) : codeNotFound(query);
}

/**
 * Takes this very code, also one that is superseded or expired: whoever names it has seen it.
 * @throws MailroomError `code-already-claimed`, saying by whom; `code-not-found`; `forbidden`
 */
export async function claimCodeById(actor: Actor, id: string): Promise<PublicCode> {
  requireScope(actor, 'codes:claim');
  const visible = await visibleAddressIds(actor);
  const claimant = { actor, auditId: randomUUIDv7() };
  const { rows } = await pool().query<CodeRow>(claimOneStatement(claimant, id, visible));
  if (rows[0]) return withVisibleAccount(actor, presentCode(rows[0]));
  const claim = await findClaim(actor, id, visible);
  if (!claim) throw new MailroomError('code-not-found', `There is no code ${id}.`);
  throw new MailroomError(
    'code-already-claimed',
    `This code was taken by ${claim.name ?? 'somebody'} before. Ask the service for a new one.`,
  );
}

/** Callers that want the same at the same moment share a statement and its commit. */
function takeOne(claim: Claim): Promise<PublicCode | null> {
  const take = once('claims under way', () => batchedBy(wanted, takeTogether, { most: MOST }));
  return take(claim);
}

function wanted({ actor, ids, criteria }: Claim): string {
  return JSON.stringify([actor.workspaceId, ids, criteria]);
}

async function takeTogether(claims: Claim[]): Promise<(PublicCode | null)[]> {
  const [first] = claims;
  if (!first) return [];
  const claimants = claims.map(({ actor }) => ({ actor, auditId: randomUUIDv7() }));
  const statement = claimStatement(first.actor.workspaceId, first.ids, first.criteria, claimants);
  const { rows } = await pool().query<CodeRow & { place: number }>(statement);
  const taken = new Map(rows.map((row) => [row.place, presentCode(row)]));
  return claims.map((_, place) => taken.get(place) ?? null);
}

async function findClaim(actor: Actor, id: string, visible: string[] | null) {
  const { rows } = await pool().query<{ name: string | null }>({
    name: 'claim-of-code',
    text: `SELECT coalesce(member.name, 'the token ' || api_token.name) AS name
           FROM code c
           LEFT JOIN member ON member.id = c.claimed_by_member_id
           LEFT JOIN api_token ON api_token.id = c.claimed_by_token_id
           WHERE c.id = $1 AND c.workspace_id = $2 AND ($3::uuid[] IS NULL OR c.address_id = ANY($3))
             AND c.claimed_at IS NOT NULL`,
    values: [id, actor.workspaceId, visible],
  });
  return rows[0];
}

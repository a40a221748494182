import type { QueryConfig } from 'pg';
import type { Actor } from '#lib/access/actor.ts';
import { CHANNEL } from '#lib/feed/channel.ts';
import type { Position } from '#lib/page.ts';

/**
 * The hot statements: a bot that polls, a thousand that wait and fifty that claim all come through here, so
 * each is one prepared statement. Which state a code is in is the view's to say (`code_state`).
 */

/** What a code must be. */
export type Criteria = {
  service: string | null;
  /** Part of the sender's address or name, in any case. */
  from: string | null;
  proven: boolean;
  after: Position | null;
};

/** Who has taken `c`. A code that is free costs no look. */
export const CLAIMED_BY = `
  CASE
    WHEN c.claimed_by_member_id IS NOT NULL
      THEN (SELECT json_build_object('kind', 'member', 'name', name) FROM member WHERE id = c.claimed_by_member_id)
    WHEN c.claimed_by_token_id IS NOT NULL
      THEN (SELECT json_build_object('kind', 'token', 'name', name) FROM api_token WHERE id = c.claimed_by_token_id)
  END AS "claimedBy"`;

/** The public shape's columns, of `c` (code_state), `m` (message) and `a` (managed_address). */
export const CODE_COLUMNS = `
  c.id, c.code, c.service, c.purpose, m.channel, a.address, m.from_address AS "from", c.proven_domain AS "provenDomain",
  c.confidence, c.state, c.received_at AS "receivedAt", c.expires_at AS "expiresAt", c.claimed_at AS "claimedAt",
  ${CLAIMED_BY}, c.message_id AS "messageId",
  (SELECT CASE WHEN count(*) = 1 THEN (array_agg(t.id))[1] END FROM account t
   WHERE t.service = c.service AND (t.email_id = c.address_id OR t.phone_id = c.address_id)) AS "accountId"`;

/** No code is usable for longer (lib/codes/validity.ts): what is older need not be looked at. */
const A_DAY_AGO = "statement_timestamp() - interval '24 hours'";
/**
 * A parameter whose value PostgreSQL does not see when it plans. Where it did, it would take a plan made for these values
 * for better than the one for all, and make one at each call: that takes several times as long as the look itself.
 */
const unseen = (parameter: string) => `(SELECT ${parameter})`;
const SERVICE = unseen('$1::text');
const SENDER = unseen('$2::text');
const PROVEN = unseen('$3::boolean');
const AFTER = `(${unseen('$4::timestamptz')}, ${unseen('$5::uuid')})`;

/** See `values`. `c`: what stands before the columns of a code. */
const matches = (c: string) => `
  ${c}rank = 0 AND (${c}received_at, ${c}message_id) > ${AFTER}
  AND (${SERVICE} IS NULL OR ${c}service = ${SERVICE}) AND (NOT ${PROVEN} OR ${c}proven_domain IS NOT NULL)`;
/** What the view says of the columns alone, since its look for newer codes is dear. */
const mayBeUsable = (c: string) => `
  ${c}received_at > ${A_DAY_AGO} AND ${c}expires_at > statement_timestamp() AND ${c}claimed_at IS NULL`;
/**
 * The messages are looked at only where a sender is asked for, and never joined: a plan that PostgreSQL made while
 * there were few would read all of them for each code, until it is told to make another one.
 */
const BY_SENDER = `(${SENDER} IS NULL OR EXISTS (
  SELECT 1 FROM message m WHERE m.id = c.message_id
    AND position(lowered(${SENDER}) IN lowered(concat(m.from_name, ' ', m.from_address))) > 0))`;

/**
 * PostgreSQL takes what a view decides for rare, and would decide it for every code of an address to find the newest
 * usable one. So it is asked of the newest so many first, one after the other; of all only when none of them will do.
 */
const WINDOW = 100;

/** The newest codes at `address` (SQL) that match and are usable, so many as `limit` (SQL) says: their ids. */
function newest(address: string, usable: boolean, limit = '1', also = '', lock = '') {
  const decided = `${matches('c.')} AND ${BY_SENDER} ${usable ? `AND ${mayBeUsable('c.')} AND c.state = 'usable'` : ''} ${also}`;
  // Without the OFFSET, PostgreSQL may begin with all codes of the workspace that came since, and decide each of them.
  const one = lock ? `code_state c ON c.id = n.id AND c.address_id = ${address}` : ONE_BY_ITS_ID;
  return {
    ofWindow: `
      SELECT c.id, n.received_at, n.message_id FROM (
        SELECT id, received_at, message_id FROM code
        WHERE address_id = ${address} AND ${matches('')} ${usable ? `AND ${mayBeUsable('')}` : ''}
        ORDER BY received_at DESC, message_id DESC LIMIT ${WINDOW}
      ) n JOIN ${one}
      WHERE ${decided} ORDER BY n.received_at DESC, n.message_id DESC LIMIT ${limit} ${lock}`,
    ofAll: (unless = '') => `
      SELECT c.id, c.received_at, c.message_id FROM code_state c
      WHERE ${unless} c.address_id = ${address} AND ${decided} ORDER BY c.received_at DESC, c.message_id DESC LIMIT ${limit} ${lock}`,
  };
}
const ONE_BY_ITS_ID = 'LATERAL (SELECT * FROM code_state WHERE code_state.id = n.id OFFSET 0) c ON true';

function values({ service, from, proven, after }: Criteria) {
  return [service, from, proven, after?.at ?? '-infinity', after?.id ?? NO_ID];
}
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * One row for each address that is there and visible, with its newest code or with nulls: one question tells
 * both whether there is such an address and whether it has a code.
 * @param place one normalised address, or the ids of addresses
 * @param visible null: all of the workspace's
 */
export function latestStatement(
  actor: Actor,
  place: { address: string } | { ids: string[] },
  visible: string[] | null,
  criteria: Criteria,
  includeUsed: boolean,
): QueryConfig {
  const byAddress = 'address' in place;
  const { ofWindow, ofAll } = newest('a.id', !includeUsed);
  const [ids, seen] = [unseen('$6::uuid[]'), unseen('$8::uuid[]')];
  return {
    name: `latest-code-${byAddress ? 'at' : 'of'}-${includeUsed ? 'any' : 'usable'}`,
    text: `
      SELECT a.id AS "addressId", found.* FROM managed_address a LEFT JOIN LATERAL (
        SELECT ${CODE_COLUMNS} FROM code_state c JOIN message m ON m.id = c.message_id
        WHERE c.id = coalesce((SELECT id FROM (${ofWindow})), (SELECT id FROM (${ofAll()})))
      ) found ON true
      WHERE ${byAddress ? 'a.address = $6' : `a.id = ANY(${ids}::uuid[])`} AND a.workspace_id = $7
        AND (${seen} IS NULL OR a.id = ANY(${seen}::uuid[]))`,
    values: [...values(criteria), byAddress ? place.address : place.ids, actor.workspaceId, visible],
  };
}

/** Who takes a code, and the id of its record in the audit. */
export type Claimant = { actor: Actor; auditId: string };

/**
 * Takes the newest usable codes of the addresses, one for each claimant as far as they go: the first gets the newest.
 * Of claims at the same moment each takes other codes: who finds a code locked passes it by, and who comes after the
 * commit finds it claimed. A row tells its claimant's place (`place`, from 0).
 */
export function claimStatement(
  workspaceId: string,
  ids: string[],
  criteria: Criteria,
  claimants: Claimant[],
): QueryConfig {
  const [only, ...more] = ids;
  const one = more.length === 0;
  const address = one ? '$6::uuid' : 'ANY($6::uuid[])';
  const lock = 'FOR UPDATE OF c SKIP LOCKED';
  const { ofWindow, ofAll } = newest(
    address,
    true,
    'cardinality($12::uuid[])',
    'AND c.workspace_id = $7',
    lock,
  );
  const tooFew =
    '(SELECT count(*) FROM recent) < cardinality($12::uuid[]) AND c.id NOT IN (SELECT id FROM recent) AND';
  // An account's two addresses have no order in common that an index knows: there, all their codes are looked at.
  const candidates = one
    ? `WITH recent AS (${ofWindow}), other AS (${ofAll(tooFew)}) SELECT * FROM recent UNION ALL SELECT * FROM other`
    : ofAll();
  return {
    name: `claim-code-${one ? 'at' : 'of'}`,
    text: claim(8, candidates),
    values: [...values(criteria), one ? only : ids, workspaceId, ...columns(claimants)],
  };
}

/** Takes this very code, whatever its state, unless it is taken: then it waits for the other's commit, and gives no row. */
export function claimOneStatement(claimant: Claimant, id: string, visible: string[] | null): QueryConfig {
  return {
    name: 'claim-one-code',
    text: claim(
      4,
      `SELECT c.id, c.received_at, c.message_id FROM code c
       WHERE c.id = $1 AND c.workspace_id = $2 AND ($3::uuid[] IS NULL OR c.address_id = ANY($3))
         AND c.claimed_at IS NULL FOR UPDATE`,
    ),
    values: [id, claimant.actor.workspaceId, visible, ...columns([claimant])],
  };
}

/** The claims, their events, records and hints, in one commit. The parameters from `$first` on say who claims: `columns`. */
function claim(first: number, candidates: string): string {
  const [kind, memberId, tokenId, name, auditId, from] = Array.from({ length: 6 }, (_, i) => `$${first + i}`);
  return `
    WITH candidate AS (${candidates}),
    claimant AS (
      SELECT * FROM unnest(${kind}::text[], ${memberId}::uuid[], ${tokenId}::uuid[], ${name}::text[], ${auditId}::uuid[], ${from}::text[])
        WITH ORDINALITY AS t(kind, member_id, token_id, name, audit_id, remote_address, place)
    ), pair AS (
      SELECT ranked.id, claimant.* FROM (
        SELECT id, row_number() OVER (ORDER BY received_at DESC, message_id DESC) AS place FROM candidate
      ) ranked JOIN claimant USING (place)
    ), claimed AS (
      UPDATE code SET claimed_at = clock_timestamp(), claimed_by_member_id = pair.member_id, claimed_by_token_id = pair.token_id
      FROM pair WHERE code.id = pair.id RETURNING code.*, pair.place
    ), told AS (
      INSERT INTO feed_event (workspace_id, address_id, message_id, code_id, kind)
      SELECT workspace_id, address_id, message_id, id, 'code.claimed' FROM claimed
    ), recorded AS (
      INSERT INTO audit_event (id, workspace_id, actor_kind, actor_id, actor_name, action, subject_id, subject_name, address_id, remote_address)
      SELECT pair.audit_id, c.workspace_id, pair.kind::actor_kind, coalesce(pair.member_id, pair.token_id), pair.name,
             'code.claimed', c.id, coalesce(c.service || ' · ', '') || a.address, a.id, pair.remote_address
      FROM claimed c JOIN pair ON pair.id = c.id JOIN managed_address a ON a.id = c.address_id
    )
    SELECT ${CODE_COLUMNS}, c.place::int - 1 AS place, pg_notify('${CHANNEL}', c.address_id::text)
    FROM (SELECT claimed.*, 'claimed' AS state FROM claimed) c
    JOIN message m ON m.id = c.message_id JOIN managed_address a ON a.id = c.address_id`;
}

function columns(claimants: Claimant[]) {
  const column = <T>(pick: (actor: Actor) => T) => claimants.map(({ actor }) => pick(actor));
  return [
    column((actor) => actor.kind),
    column((actor) => (actor.kind === 'member' ? actor.id : null)),
    column((actor) => (actor.kind === 'token' ? actor.id : null)),
    column((actor) => actor.name),
    claimants.map(({ auditId }) => auditId),
    column((actor) => (actor.kind === 'system' ? null : (actor.remoteAddress ?? null))),
  ];
}

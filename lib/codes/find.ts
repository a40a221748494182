import type { Actor } from '#lib/access/actor.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { addressNotFound, findVisible, type Place } from '#lib/addresses/visible.ts';
import { withVisibleAccount } from '#lib/codes/accounts.ts';
import { readMoment } from '#lib/codes/moment.ts';
import { type CodeRow, type PublicCode, presentCode } from '#lib/codes/present.ts';
import { recordReads } from '#lib/codes/reads.ts';
import { type Criteria, latestStatement } from '#lib/codes/statements.ts';
import { waitFor } from '#lib/codes/wait.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';

export type CodeQuery = Place & {
  service?: string;
  /** Part of the sender's address or name. */
  from?: string;
  /** A time, or the id of a code or a message: only what came strictly later. */
  after?: string;
  /** Only codes whose sender is authenticated. */
  proven?: boolean;
  /** Seconds, 0 to 60. */
  wait?: number;
};

/**
 * The newest code at an address or of an account that is usable (or, with `includeUsed`, whatever its state).
 * With `wait`, answers the moment one is committed.
 * @throws MailroomError `code-not-found`, `address-not-found`, `account-not-found`, `invalid-input`
 */
export async function latestCode(
  actor: Actor,
  query: CodeQuery & { includeUsed?: boolean },
  signal?: AbortSignal,
): Promise<PublicCode> {
  const { place, visible, criteria } = await readQuery(actor, query);
  const look = (where: typeof place, seen: string[] | null) =>
    findLatest(latestStatement(actor, where, seen, criteria, query.includeUsed ?? false));
  // Most calls are answered by this one statement: it also tells which addresses to wait at.
  const { addressIds, code } = await look(place, visible);
  if (addressIds.length === 0) addressNotFound(query.address ?? '');
  const wait = query.wait ?? 0;
  const later =
    code || wait === 0
      ? code
      : await waitFor(
          actor,
          // What a member sees may have changed while they waited.
          async (now) => (await look({ ids: addressIds }, await visibleAddressIds(now))).code,
          { addressIds, wait, signal },
        );
  if (!later) return codeNotFound(query);
  await recordReads(actor, [later.id]);
  return withVisibleAccount(actor, later);
}

async function readQuery(actor: Actor, query: CodeQuery) {
  const account = query.accountId === undefined ? null : await findVisible(actor, query);
  const place = account
    ? { ids: account.ids ?? [] }
    : { address: normaliseAddress(query.address ?? '').address };
  const criteria = await readCriteria(actor, query, account?.service ?? null);
  return { place, visible: await visibleAddressIds(actor), criteria };
}

/** @param service the account's, where one was asked for */
export async function readCriteria(
  actor: Actor,
  { service, from, proven, after }: CodeQuery,
  accountsService: string | null,
): Promise<Criteria> {
  return {
    service: service ?? accountsService,
    from: from ?? null,
    proven: proven ?? false,
    after: await readMoment(actor, 'after', after),
  };
}

async function findLatest(statement: ReturnType<typeof latestStatement>) {
  const { rows } = await pool().query<{ addressId: string } & (CodeRow | { id: null })>(statement);
  const found = rows
    .filter((row) => row.id !== null)
    .sort((a, b) => Number(b.receivedAt) - Number(a.receivedAt));
  return {
    addressIds: rows.map((row) => row.addressId),
    code: found[0] ? presentCode(found[0]) : null,
  };
}

export function codeNotFound(query: CodeQuery & { includeUsed?: boolean }): never {
  const { address, accountId, service, from, after, proven, includeUsed, wait } = query;
  const wanted = [
    `No ${includeUsed ? '' : 'usable '}${proven ? 'proven ' : ''}${service ? `${service} ` : ''}code`,
    address ? `at ${address}` : `of the account ${accountId}`,
    from && `from “${from}”`,
    after && `after ${after}`,
    wait ? `within ${wait} seconds` : 'now',
  ];
  throw new MailroomError('code-not-found', `${wanted.filter(Boolean).join(' ')}.`);
}

import type { Actor } from '#lib/access/actor.ts';
import { visibleAccounts, visibleAddressIds } from '#lib/access/permissions.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';

/**
 * Where somebody looks: at one address, at those of one account (of both: at that address, for that account), at some by
 * their ids, or at all they may see.
 */
export type Place = { address?: string; accountId?: string; addressIds?: string[] };

export type VisibleAddresses = {
  /** null: every address of the workspace. */
  ids: string[] | null;
  /** The account's service: at its addresses, other services' messages are not the account's. */
  service: string | null;
};

/**
 * The addresses of a place that the actor may see.
 * @throws MailroomError `invalid-input`; `address-not-found` or `account-not-found` in the same words whether there is
 * no such address or account, or the actor may not see it
 */
export async function findVisible(actor: Actor, place: Place): Promise<VisibleAddresses> {
  const visible = await visibleAddressIds(actor);
  const at = place.address === undefined ? null : await findOne(actor, place.address, visible);
  if (place.accountId !== undefined) {
    const { ids, service } = await findOfAccount(actor, place.accountId, visible);
    return { ids: at === null ? ids : ids.filter((id) => id === at), service };
  }
  if (at !== null) return { ids: [at], service: null };
  const { addressIds } = place;
  if (addressIds !== undefined)
    return {
      // Whose workspace they are of is every query's to ask.
      ids: visible ? addressIds.filter((id) => visible.includes(id)) : addressIds,
      service: null,
    };
  return { ids: visible, service: null };
}

/** For who sees every address of the workspace, and must know which there are. */
export async function allAddressIds({ workspaceId }: Actor): Promise<string[]> {
  const rows = await database().managedAddress.findMany({ where: { workspaceId }, select: { id: true } });
  return rows.map((row) => row.id);
}

async function findOne(actor: Actor, input: string, visible: string[] | null): Promise<string> {
  const { address } = normaliseAddress(input);
  const { rows } = await pool().query<{ id: string }>({
    name: 'visible-address',
    text: `SELECT id FROM managed_address
           WHERE address = $1 AND workspace_id = $2 AND ($3::uuid[] IS NULL OR id = ANY($3))`,
    values: [address, actor.workspaceId, visible],
  });
  return rows[0]?.id ?? addressNotFound(input);
}

async function findOfAccount(actor: Actor, id: string, visible: string[] | null) {
  const account = await database().account.findFirst({ where: { AND: [visibleAccounts(actor), { id }] } });
  const ids = [account?.emailId, account?.phoneId]
    .filter((addressId) => typeof addressId === 'string')
    .filter((addressId) => visible === null || visible.includes(addressId));
  if (!account || ids.length === 0) return accountNotFound(id);
  return { ids, service: account.service };
}

/** Said in the same words whether there is none or the actor may not see it. */
export function addressNotFound(address: string): never {
  throw new MailroomError('address-not-found', `There is no managed address ${address}.`);
}

/** The same for an account. */
export function accountNotFound(id: string): never {
  throw new MailroomError('account-not-found', `There is no account ${id}.`);
}

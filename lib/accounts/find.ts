import type { Actor } from '#lib/access/actor.ts';
import { manageableAccounts, visibleAccounts, visibleAddressIds } from '#lib/access/permissions.ts';
import {
  type AccountRow,
  type PublicAccount,
  presentAccount,
  WITH_ADDRESSES,
} from '#lib/accounts/present.ts';
import { accountNotFound } from '#lib/addresses/visible.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import { afterCursor, DEFAULT_LIMIT, type Page, pageOf } from '#lib/page.ts';

/** All that the actor may see, by service and handle. */
export async function listAccounts(actor: Actor): Promise<PublicAccount[]> {
  const rows = await database().account.findMany({
    where: visibleAccounts(actor),
    include: WITH_ADDRESSES,
    orderBy: [{ service: 'asc' }, { handle: 'asc' }],
  });
  return present(actor, rows);
}

/** The same in pages, newest first, perhaps of one service. @throws MailroomError `invalid-input` */
export async function pageOfAccounts(
  actor: Actor,
  { service, limit = DEFAULT_LIMIT, cursor }: { service?: string; limit?: number; cursor?: string } = {},
): Promise<Page<PublicAccount>> {
  const rows = await database().account.findMany({
    where: {
      AND: [visibleAccounts(actor), afterCursor('createdAt', cursor), { service: service?.toLowerCase() }],
    },
    include: WITH_ADDRESSES,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const page = pageOf(
    rows,
    limit,
    (row) => ({ at: row.createdAt, id: row.id }),
    (row) => row,
  );
  return { ...page, data: await present(actor, page.data) };
}

/** @throws MailroomError `account-not-found`, for one that the actor may not see as for one that does not exist */
export async function findAccount(actor: Actor, id: string): Promise<PublicAccount> {
  return presentAccount(await requireAccount(actor, id), await visibleAddressIds(actor));
}

/** The row, secrets and all: for lib/accounts alone. @throws MailroomError `account-not-found` */
export async function requireAccount(actor: Actor, id: string): Promise<AccountRow> {
  const row = await database().account.findFirst({
    where: { AND: [visibleAccounts(actor), { id }] },
    include: WITH_ADDRESSES,
  });
  return row ?? accountNotFound(id);
}

/** The same for one to change. @throws MailroomError `account-not-found`; `forbidden` for one that the actor may only see */
export async function requireManageableAccount(actor: Actor, id: string): Promise<AccountRow> {
  const row = await requireAccount(actor, id);
  if (await mayManageAccount(actor, id)) return row;
  throw new MailroomError('forbidden', `Only a manager of the account ${row.handle} changes it.`);
}

/** Whether the actor may change it. */
export async function mayManageAccount(actor: Actor, id: string): Promise<boolean> {
  const count = await database().account.count({ where: { AND: [manageableAccounts(actor), { id }] } });
  return count > 0;
}

async function present(actor: Actor, rows: AccountRow[]): Promise<PublicAccount[]> {
  const visible = await visibleAddressIds(actor);
  return rows.map((row) => presentAccount(row, visible));
}

import { z } from 'zod';
import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import {
  requireAdministratorOrToken,
  requireScope,
  visibleAccounts,
  visibleAddresses,
} from '#lib/access/permissions.ts';
import { mayManage, requireManageableAddress } from '#lib/addresses/manageable.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { type PublicAddress, presentAddress } from '#lib/addresses/present.ts';
import type { Retention } from '#lib/addresses/retention.ts';
import { addressNotFound } from '#lib/addresses/visible.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { removeOrphanedSources } from '#lib/messages/sources.ts';
import { afterCursor, DEFAULT_LIMIT, type Page, pageOf } from '#lib/page.ts';
import { type ManagedAddress, Prisma } from '#prisma/generated/client.ts';

/** An address may have a million messages. */
const DELETION = { timeout: 120_000 };
/** A label is shown on one line beside the address. */
export const MAX_LABEL = 200;

/** All the addresses that the actor may see, in the order of the alphabet. */
export async function listAddresses(actor: Actor): Promise<PublicAddress[]> {
  const rows = await database().managedAddress.findMany({
    where: visibleAddresses(actor),
    orderBy: [{ address: 'asc' }],
  });
  return rows.map(presentAddress);
}

/** The same in pages, newest first. */
export async function pageOfAddresses(
  actor: Actor,
  { limit = DEFAULT_LIMIT, cursor }: { limit?: number; cursor?: string } = {},
): Promise<Page<PublicAddress>> {
  const rows = await database().managedAddress.findMany({
    where: { AND: [visibleAddresses(actor), afterCursor('createdAt', cursor)] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return pageOf(rows, limit, (row) => ({ at: row.createdAt, id: row.id }), presentAddress);
}

/** The names of the workspace's domains. */
export async function listDomains(actor: Actor): Promise<string[]> {
  const rows = await database().domain.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { name: 'asc' },
  });
  return rows.map((row) => row.name);
}

/** @throws MailroomError `address-not-found`, for one that the actor may not see as for one that does not exist */
export async function findAddress(actor: Actor, idOrAddress: string): Promise<PublicAddress> {
  return presentAddress(await find(actor, idOrAddress));
}

/** What somebody who manages an address decides about it, beside what everybody who sees it is told. */
export type AddressRules = PublicAddress &
  Retention & {
    open: boolean;
    /** Whether the actor may change it. */
    mayManage: boolean;
  };

/** @throws MailroomError `address-not-found` */
export async function findAddressRules(actor: Actor, id: string): Promise<AddressRules> {
  const row = await find(actor, id);
  const { open, retentionDays, blankAfterHours } = row;
  return {
    ...presentAddress(row),
    open,
    retentionDays,
    blankAfterHours,
    mayManage: await mayManage(actor, row.id),
  };
}

/** @throws MailroomError `invalid-input`, naming the domains an email may be at; `address-taken`; `forbidden` */
export async function createAddress(
  actor: Actor,
  input: { address: string; label?: string | null },
): Promise<PublicAddress> {
  return afresh(async () => {
    requireScope(actor, 'addresses:write');
    requireAdministratorOrToken(actor);
    if (actor.kind === 'token' && actor.addressIds)
      throw new MailroomError('forbidden', 'This token is limited to some addresses: it makes no others.');
    const wanted = normaliseAddress(input.address);
    const domainId = wanted.kind === 'email' ? await domainFor(actor, wanted) : null;
    const label = cleanLabel(input.label);
    const { kind, address } = wanted;
    return database().$transaction(async (transaction) =>
      presentAddress(await insertAddress(transaction, actor, { kind, address, domainId, label })),
    );
  });
}

/** Makes a managed address, for whoever has decided that the actor may. @throws MailroomError `address-taken` */
export async function insertAddress(
  transaction: Prisma.TransactionClient,
  actor: Actor,
  data: Pick<ManagedAddress, 'kind' | 'address' | 'domainId' | 'label'>,
): Promise<ManagedAddress> {
  const { workspaceId } = actor;
  const createdById = actor.kind === 'member' ? actor.id : null;
  const row = await transaction.managedAddress
    .create({ data: { ...data, workspaceId, createdById } })
    .catch((error) => {
      if (!isViolation(error, 'P2002')) throw error;
      throw new MailroomError('address-taken', `${data.address} is a managed address already.`);
    });
  await audit(transaction, actor, subject('address.created', row));
  await tellAccessChanged(transaction, workspaceId);
  return row;
}

/** @throws MailroomError `address-not-found`, `invalid-input`, `forbidden` */
export async function updateAddress(
  actor: Actor,
  idOrAddress: string,
  change: { label?: string | null },
): Promise<PublicAddress> {
  return afresh(async () => {
    requireScope(actor, 'addresses:write');
    const { id } = await requireManageableAddress(actor, readWanted(idOrAddress));
    const label = change.label === undefined ? undefined : cleanLabel(change.label);
    return database().$transaction(async (transaction) => {
      const row = await transaction.managedAddress.update({ where: { id }, data: { label } });
      if (label !== undefined) await audit(transaction, actor, subject('address.updated', row));
      return presentAddress(row);
    });
  });
}

/**
 * Deletes the address with its messages and codes.
 * @throws MailroomError `address-not-found`; `forbidden`; `invalid-input` while an account uses it
 */
export async function deleteAddress(actor: Actor, idOrAddress: string): Promise<void> {
  return afresh(async () => {
    requireScope(actor, 'addresses:write');
    requireAdministratorOrToken(actor);
    const row = await requireManageableAddress(actor, readWanted(idOrAddress));
    await requireUnused(actor, row);
    const sources = await database().$transaction(async (transaction) => {
      const gone = await transaction.$queryRaw<{ source_id: string }[]>`
      DELETE FROM message WHERE address_id = ${row.id}::uuid RETURNING source_id`;
      await transaction.managedAddress.delete({ where: { id: row.id } });
      await audit(transaction, actor, subject('address.deleted', row));
      await tellAccessChanged(transaction, actor.workspaceId);
      return gone.map((message) => message.source_id);
    }, DELETION);
    await removeOrphanedSources(sources);
  });
}

/** @throws MailroomError `invalid-input` while an account is registered with it, which is named to who may see it */
async function requireUnused(actor: Actor, { id, address }: ManagedAddress): Promise<void> {
  const registered = { workspaceId: actor.workspaceId, OR: [{ emailId: id }, { phoneId: id }] };
  const known = await database().account.findFirst({ where: { AND: [visibleAccounts(actor), registered] } });
  const account = known ?? (await database().account.findFirst({ where: registered }));
  if (!account) return;
  throw invalidField(
    'address',
    known
      ? `${address} belongs to the ${account.service} account ${account.handle}: give that one another first.`
      : `${address} belongs to an account that you may not see: who manages that one gives it another first.`,
  );
}

async function find(actor: Actor, idOrAddress: string): Promise<ManagedAddress> {
  const row = await database().managedAddress.findFirst({
    where: { AND: [visibleAddresses(actor), readWanted(idOrAddress)] },
  });
  return row ?? addressNotFound(idOrAddress);
}

function readWanted(idOrAddress: string): { id: string } | { address: string } {
  return z.guid().safeParse(idOrAddress).success
    ? { id: idOrAddress }
    : { address: normaliseAddress(idOrAddress).address };
}

async function domainFor(actor: Actor, wanted: { address: string; domain: string }): Promise<string> {
  const domain = await database().domain.findFirst({
    where: { workspaceId: actor.workspaceId, name: wanted.domain },
  });
  if (domain) return domain.id;
  const domains = await listDomains(actor);
  throw invalidField(
    'address',
    `${wanted.address} is not at a domain of this workspace, which receives for ${domains.join(', ')}.`,
  );
}

/** @throws MailroomError `invalid-input` */
export function cleanLabel(label: string | null | undefined): string | null {
  const clean = label?.trim() || null;
  if (clean && (clean.length > MAX_LABEL || /\p{Cc}/u.test(clean)))
    throw invalidField('label', `A label is one line of at most ${MAX_LABEL} characters.`);
  return clean;
}

function subject<Action extends string>(action: Action, row: ManagedAddress) {
  return { action, subjectId: row.id, subjectName: row.address, addressId: row.id };
}

function isViolation(error: unknown, code: string): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === code;
}

import { randomUUIDv7 } from 'node:crypto';
import type { Actor } from '#lib/access/actor.ts';
import { type AuditAction, audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import { requireAdministratorOrToken, requireScope, visibleAddressIds } from '#lib/access/permissions.ts';
import { requireManageableAccount } from '#lib/accounts/find.ts';
import {
  type AccountRow,
  type PublicAccount,
  presentAccount,
  WITH_ADDRESSES,
} from '#lib/accounts/present.ts';
import { type GivenSecrets, sealSecrets } from '#lib/accounts/secrets.ts';
import { findAddress } from '#lib/addresses/manage.ts';
import { requireManageableAddress } from '#lib/addresses/manageable.ts';
import { accountNotFound } from '#lib/addresses/visible.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { blameField, invalidField, MailroomError } from '#lib/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';

/** A service is a word or a domain, a handle what somebody signs in with: both stand on one line. */
export const MAX_SERVICE = 100;
export const MAX_HANDLE = 200;

/** The managed email and phone by themselves or their ids; null takes one away. */
type Registered = { email?: string | null; phone?: string | null };
export type NewAccount = { service: string; handle: string } & Registered & GivenSecrets;

/**
 * Makes an account. A member who does not see all accounts is granted the one they make.
 * @throws MailroomError `invalid-input`, naming the field; `address-not-found`; `account-taken`; `forbidden`
 */
export async function createAccount(actor: Actor, input: NewAccount): Promise<PublicAccount> {
  return afresh(async () => {
    requireScope(actor, 'accounts:write');
    requireAdministratorOrToken(actor);
    const id = randomUUIDv7();
    const given = {
      ...{ service: cleanService(input.service), handle: cleanLine('handle', input.handle, MAX_HANDLE) },
      ...(await findRegistered(actor, input)),
    };
    requireOwnAddress(actor, given);
    const grants =
      actor.kind === 'member' && actor.role !== 'owner'
        ? { create: { memberId: actor.id, level: 'manager' as const } }
        : undefined;
    return write(actor, 'account.created', given, (transaction) =>
      transaction.account.create({
        data: { id, workspaceId: actor.workspaceId, ...given, ...sealSecrets(id, input), grants },
        include: WITH_ADDRESSES,
      }),
    );
  });
}

/**
 * Changes what is given. An email or phone that the actor may not see stays: null is all that they were told of it.
 * @throws MailroomError as `createAccount`, and `account-not-found`
 */
export async function updateAccount(
  actor: Actor,
  id: string,
  change: Partial<NewAccount>,
): Promise<PublicAccount> {
  return afresh(async () => {
    requireScope(actor, 'accounts:write');
    const row = await requireManageableAccount(actor, id);
    const given = {
      service: change.service === undefined ? undefined : cleanService(change.service),
      handle: change.handle === undefined ? undefined : cleanLine('handle', change.handle, MAX_HANDLE),
      ...(await findRegistered(actor, change, row)),
    };
    const { emailId = row.emailId, phoneId = row.phoneId } = given;
    requireOwnAddress(actor, { emailId, phoneId });
    const { service = row.service, handle = row.handle } = given;
    return write(actor, 'account.updated', { service, handle }, (transaction) =>
      transaction.account.update({
        where: { id: row.id },
        data: { ...given, ...sealSecrets(row.id, change) },
        include: WITH_ADDRESSES,
      }),
    );
  });
}

/**
 * Deletes the account with its secrets; its addresses and their messages stay. Who manages it may, also where it is
 * registered with an address that they do not see: an account is one thing, and its secrets are theirs to change as well.
 * @throws MailroomError `account-not-found`, `forbidden`
 */
export async function deleteAccount(actor: Actor, id: string): Promise<void> {
  requireScope(actor, 'accounts:write');
  requireAdministratorOrToken(actor);
  const row = await requireManageableAccount(actor, id);
  await write(actor, 'account.deleted', row, async (transaction) => {
    // Not delete(), which reads the row first, and takes one that goes in between for its own deed.
    const { count } = await transaction.account.deleteMany({ where: { id: row.id } });
    return count === 0 ? accountNotFound(row.id) : row;
  });
}

/** One change, with its record; and who may see what, and which codes are whose, is asked again. */
async function write(
  actor: Actor,
  action: AuditAction,
  { service, handle }: { service: string; handle: string },
  change: (transaction: Prisma.TransactionClient) => Promise<AccountRow>,
): Promise<PublicAccount> {
  try {
    const row = await database().$transaction(async (transaction) => {
      const row = await change(transaction);
      await audit(transaction, actor, {
        action,
        subjectId: row.id,
        subjectName: `${row.service} ${row.handle}`,
      });
      await tellAccessChanged(transaction, actor.workspaceId);
      return row;
    });
    return presentAccount(row, await visibleAddressIds(actor));
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new MailroomError('account-taken', `There is a ${service} account ${handle} already.`);
    throw error;
  }
}

/** A token that is limited to some addresses would not see an account that has none of them. */
function requireOwnAddress(
  actor: Actor,
  { emailId, phoneId }: { emailId?: string | null; phoneId?: string | null },
): void {
  if (actor.kind !== 'token' || !actor.addressIds) return;
  const mine = new Set(actor.addressIds);
  if ([emailId, phoneId].some((id) => id && mine.has(id))) return;
  throw new MailroomError(
    'forbidden',
    'This token is limited to some addresses: the account’s email or phone must be one of them.',
  );
}

type Before = { emailId: string | null; phoneId: string | null };

async function findRegistered(
  actor: Actor,
  { email, phone }: Registered,
  before: Before = { emailId: null, phoneId: null },
) {
  const visible = await visibleAddressIds(actor);
  const find = (kind: 'email' | 'phone', given: string | null | undefined, id: string | null) => {
    if (given === undefined) return undefined;
    const isHidden = id !== null && visible !== null && !visible.includes(id);
    if (given === null) return isHidden ? undefined : null;
    return findOfKind(actor, kind, given, { id, isHidden });
  };
  return {
    emailId: await find('email', email, before.emailId),
    phoneId: await find('phone', phone, before.phoneId),
  };
}

/** Who may use the account sees the address, and its managers manage it: a new one must be the actor's to share. */
async function findOfKind(
  actor: Actor,
  kind: 'email' | 'phone',
  given: string,
  before: { id: string | null; isHidden: boolean },
): Promise<string> {
  const address = await findAddress(actor, given).catch((error) => blameField(kind, error));
  if (address.kind === kind) {
    if (before.isHidden)
      throw new MailroomError(
        'forbidden',
        `The account is registered with another ${kind}, and only who may see that one replaces it.`,
      );
    if (address.id !== before.id) await requireManageableAddress(actor, { id: address.id });
    return address.id;
  }
  throw invalidField(
    kind,
    `${address.address} is ${address.kind === 'email' ? 'an email address' : 'a phone number'}.`,
  );
}

/** As the extractor names services, so that their codes are found as the account's. */
function cleanService(given: string): string {
  return cleanLine('service', given, MAX_SERVICE).toLowerCase();
}

function cleanLine(field: string, given: string, max: number): string {
  const line = given.trim();
  if (line !== '' && line.length <= max && !/\p{Cc}/u.test(line)) return line;
  throw invalidField(field, `The ${field} is one line of 1 to ${max} characters.`);
}

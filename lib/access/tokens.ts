import { createHash, randomBytes } from 'node:crypto';
import { type Actor, SCOPES, type Scope } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import { requireAdministrator, visibleAddressIds } from '#lib/access/permissions.ts';
import { findVisible } from '#lib/addresses/visible.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Enough to recognise a token by, too little to guess the rest from. */
const PREFIX_LENGTH = 8;
const MAX_NAME = 100;

/** Recognisable to people and to scanners of leaked secrets; 256 random bits need no slow hash. */
export const TOKEN_FORMAT = /^mrt_[A-Za-z0-9_-]{43}$/;

export type PublicToken = {
  id: string;
  name: string;
  prefix: string;
  scopes: string[];
  /** Those that the actor may see; null: every address of the workspace. */
  addresses: string[] | null;
  /** How many more it has. */
  hiddenAddresses: number;
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
};

/**
 * Makes a token. The secret is in the answer and nowhere else: only its hash is stored.
 * @param input.addresses the only ones it may touch; an owner may leave them out, for all of the workspace's
 * @throws MailroomError `invalid-input`, `address-not-found`, `forbidden`
 */
export async function createToken(
  actor: Actor,
  input: { name: string; scopes: string[]; addresses?: string[]; expiresAt?: Date },
): Promise<PublicToken & { token: string }> {
  return afresh(async () => {
    requireAdministrator(actor);
    const { name, scopes } = { name: checkName(input.name), scopes: checkScopes(input.scopes) };
    if (!input.addresses?.length && actor.kind === 'member' && actor.role !== 'owner')
      throw new MailroomError('forbidden', 'Only an owner makes a token for every address: name some.');
    const addressIds = await findAll(actor, input.addresses ?? []);
    const token = `mrt_${randomBytes(32).toString('base64url')}`;
    return database().$transaction(async (transaction) => {
      const row = await transaction.apiToken.create({
        data: {
          workspaceId: actor.workspaceId,
          ...{ name, scopes, prefix: token.slice(0, PREFIX_LENGTH), sha256: hashToken(token) },
          ...{ expiresAt: input.expiresAt, limited: addressIds.length > 0 },
          createdById: actor.kind === 'member' ? actor.id : null,
          addresses: { create: addressIds.map((addressId) => ({ addressId })) },
        },
        include: WITH_ADDRESSES,
      });
      await audit(transaction, actor, { action: 'token.created', subjectId: row.id, subjectName: name });
      return { ...present(row, null), token };
    });
  });
}

/** All of the workspace's, the revoked ones too, newest first. @throws MailroomError `forbidden` */
export async function listTokens(actor: Actor): Promise<PublicToken[]> {
  requireAdministrator(actor);
  const rows = await database().apiToken.findMany({
    where: { workspaceId: actor.workspaceId },
    include: WITH_ADDRESSES,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const visible = await visibleAddressIds(actor);
  return rows.map((row) => present(row, visible));
}

/** Once revoked, for ever; again changes nothing. @throws MailroomError `not-found`, `forbidden` */
export async function revokeToken(actor: Actor, id: string): Promise<PublicToken> {
  requireAdministrator(actor);
  const row = await database().apiToken.findFirst({
    where: { id, workspaceId: actor.workspaceId },
    include: WITH_ADDRESSES,
  });
  if (!row) throw new MailroomError('not-found', `There is no token ${id}.`);
  const visible = await visibleAddressIds(actor);
  if (row.revokedAt) return present(row, visible);
  return database().$transaction(async (transaction) => {
    const revoked = await transaction.apiToken.update({
      where: { id },
      data: { revokedAt: new Date() },
      include: WITH_ADDRESSES,
    });
    await audit(transaction, actor, { action: 'token.revoked', subjectId: id, subjectName: row.name });
    await tellAccessChanged(transaction, actor.workspaceId);
    return present(revoked, visible);
  });
}

/** Those that a member made, who is about to be removed and knows their secrets. With the commit of the transaction. */
export async function revokeTokensOf(
  transaction: Prisma.TransactionClient,
  actor: Actor,
  memberId: string,
): Promise<void> {
  const { workspaceId } = actor;
  const rows = await transaction.apiToken.findMany({
    where: { workspaceId, createdById: memberId, revokedAt: null },
  });
  await transaction.apiToken.updateMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    data: { revokedAt: new Date() },
  });
  for (const { id, name } of rows)
    await audit(transaction, actor, { action: 'token.revoked', subjectId: id, subjectName: name });
}

export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

async function findAll(actor: Actor, addresses: string[]): Promise<string[]> {
  const found = await Promise.all(addresses.map((address) => findVisible(actor, { address })));
  return [...new Set(found.flatMap((visible) => visible.ids ?? []))];
}

function checkName(input: string): string {
  const name = input.trim();
  if (name !== '' && name.length <= MAX_NAME && !/\p{Cc}/u.test(name)) return name;
  throw invalidField('name', `A token needs a name of 1 to ${MAX_NAME} characters.`);
}

function checkScopes(input: string[]): Scope[] {
  const scopes = SCOPES.filter((scope) => input.includes(scope));
  const unknown = input.filter((scope) => !SCOPES.some((known) => known === scope));
  if (scopes.length > 0 && unknown.length === 0) return scopes;
  const what = unknown.length > 0 ? `There is no scope ${unknown.join(', ')}` : 'A token needs a scope';
  throw invalidField('scopes', `${what}; the scopes are ${SCOPES.join(', ')}.`);
}

const WITH_ADDRESSES = { addresses: { include: { address: true } } } satisfies Prisma.ApiTokenInclude;

/** An address that the actor may not see is not named. */
function present(
  row: Prisma.ApiTokenGetPayload<{ include: typeof WITH_ADDRESSES }>,
  visible: string[] | null,
): PublicToken {
  const { id, name, prefix, scopes } = row;
  const shown = row.addresses.filter(({ addressId }) => visible === null || visible.includes(addressId));
  return {
    ...{ id, name, prefix, scopes },
    addresses: row.limited ? shown.map((limit) => limit.address.address) : null,
    hiddenAddresses: row.addresses.length - shown.length,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

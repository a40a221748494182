import { randomBytes, randomUUIDv7 } from 'node:crypto';
import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator } from '#lib/access/permissions.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { findVisible } from '#lib/addresses/visible.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { seal } from '#lib/seal.ts';
import { type PublicSmsSource, presentSmsSource, WITH_NUMBERS } from '#lib/sources/present.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** A team has a handful of phones; each one is tried when a request does not say whose it is. */
export const MAX_SOURCES = 50;
/** Shown on one line. */
const MAX_NAME = 100;
/** A phone has two SIMs, rarely three; a program may have a whole block of numbers. */
const MAX_NUMBERS = 200;
/** Standard Webhooks asks for 24 to 64 random bytes; the same for a phone, as text that can be pasted. */
const SECRET_BYTES = 32;

export type SmsSourceInput = {
  kind: 'android' | 'webhook';
  name: string;
  /** The managed phones that it delivers for; of an Android phone those of its SIMs, with null for a slot without one. */
  numbers: (string | null)[];
};

/**
 * Makes a source. Its secret is in the answer and, sealed, in the database; it is never shown again.
 * @throws MailroomError `forbidden`, `invalid-input`, `address-not-found`
 */
export async function createSmsSource(
  actor: Actor,
  input: SmsSourceInput,
): Promise<PublicSmsSource & { secret: string }> {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  const name = checkName(input.name);
  const numbers = await readNumbers(actor, input.numbers);
  if ((await database().smsSource.count({ where: { workspaceId, revokedAt: null } })) >= MAX_SOURCES)
    throw invalidField('name', `A workspace has at most ${MAX_SOURCES} sources: revoke one first.`);
  const id = randomUUIDv7();
  const secret = makeSecret(input.kind);
  return database().$transaction(async (transaction) => {
    const row = await transaction.smsSource.create({
      data: {
        ...{ id, workspaceId, kind: input.kind, name, secret: seal(secret, purposeOf(id)) },
        createdById: actor.kind === 'member' ? actor.id : null,
        numbers: { create: numbers },
      },
      include: WITH_NUMBERS,
    });
    await audit(transaction, actor, { action: 'sms-source.created', subjectId: id, subjectName: name });
    return { ...presentSmsSource(row), secret };
  });
}

/** Newest first, those that have been revoked too. @throws MailroomError `forbidden` */
export async function listSmsSources(actor: Actor): Promise<PublicSmsSource[]> {
  const rows = await database().smsSource.findMany({
    where: visibleSources(actor),
    include: WITH_NUMBERS,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(presentSmsSource);
}

/** Its requests are refused from now on; what it brought stays. @throws MailroomError `not-found`, `forbidden` */
export async function revokeSmsSource(actor: Actor, id: string): Promise<void> {
  await database().$transaction(async (transaction) => {
    const [row] = await transaction.smsSource.updateManyAndReturn({
      where: { AND: [visibleSources(actor), { id, revokedAt: null }] },
      data: { revokedAt: new Date() },
    });
    if (!row) throw new MailroomError('not-found', `There is no source ${id}.`);
    await audit(transaction, actor, { action: 'sms-source.revoked', subjectId: id, subjectName: row.name });
  });
}

/** For sealing: a secret cannot be moved to another source. */
export function purposeOf(id: string): string {
  return `sms source ${id}`;
}

/** Who sees every address sees every source; an admin their own, since others' may name more. */
function visibleSources(actor: Actor): Prisma.SmsSourceWhereInput {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  return actor.kind === 'member' && actor.role !== 'owner'
    ? { workspaceId, createdById: actor.id }
    : { workspaceId };
}

function makeSecret(kind: SmsSourceInput['kind']): string {
  const bytes = randomBytes(SECRET_BYTES);
  return kind === 'webhook' ? `whsec_${bytes.toString('base64')}` : bytes.toString('base64url');
}

function checkName(input: string): string {
  const name = input.trim();
  if (name !== '' && name.length <= MAX_NAME && !/\p{Cc}/u.test(name)) return name;
  throw invalidField('name', `A source needs a name of 1 to ${MAX_NAME} characters.`);
}

async function readNumbers(actor: Actor, numbers: SmsSourceInput['numbers']) {
  const given = numbers.flatMap((number, index) => (number ? [{ slot: index + 1, number }] : []));
  if (given.length === 0 || given.length > MAX_NUMBERS)
    throw invalidField('numbers', `Name 1 to ${MAX_NUMBERS} managed phones that it delivers for.`);
  const found = await Promise.all(
    given.map(async ({ slot, number }) => {
      if (normaliseAddress(number).kind !== 'phone')
        throw invalidField('numbers', `${number} is not a phone number such as +14155550100.`);
      const [addressId = ''] = (await findVisible(actor, { address: number })).ids ?? [];
      return { slot, addressId };
    }),
  );
  if (new Set(found.map(({ addressId }) => addressId)).size < found.length)
    throw invalidField('numbers', 'Each number is named once: two SIMs cannot have the same one.');
  return found;
}

import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { visibleAccounts, visibleAddresses } from '#lib/access/permissions.ts';
import { insertAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import { requireNumbers } from '#lib/phones/allowed.ts';
import { providerError } from '#lib/phones/failure.ts';
import { accountSidOf, findOwn, listOwn } from '#lib/phones/own.ts';
import type { PhoneNumber } from '#lib/phones/present.ts';
import { rightWebhook, textsUrl, voiceState, webhookState } from '#lib/phones/webhook.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/**
 * All numbers of the Twilio accounts and all managed phones that the actor sees, in their order. Numbers that are
 * managed where the actor does not see it are not among them. @throws MailroomError `forbidden`; what Twilio answers
 */
export async function listNumbers(actor: Actor): Promise<PhoneNumber[]> {
  requireNumbers(actor);
  const [own, managed] = await Promise.all([listOwn(actor.workspaceId).catch(refuse), managedPhones(actor)]);
  const taken = await takenElsewhere(
    actor,
    own.map(({ phoneNumber }) => phoneNumber),
  );
  const numbers = new Set([
    ...own.map(({ phoneNumber }) => phoneNumber),
    ...managed.map(({ address }) => address),
  ]);
  return [...numbers]
    .filter((number) => !taken.has(number))
    .toSorted()
    .map((number) =>
      present(
        number,
        own.find(({ phoneNumber }) => phoneNumber === number),
        managed.find(({ address }) => address === number),
      ),
    );
}

/** One of them. @throws MailroomError `not-found`, for one that is managed where the actor does not see it as for none */
export async function findNumber(actor: Actor, number: string): Promise<PhoneNumber> {
  requireNumbers(actor);
  const [own, [managed], taken] = await Promise.all([
    findOwn(actor.workspaceId, number).catch(refuse),
    managedPhones(actor, number),
    takenElsewhere(actor, [number]),
  ]);
  if (taken.has(number) || !(own || managed)) numberNotFound(number);
  return present(number, own?.shown, managed);
}

/** A number as Twilio has just shown it. */
export async function presentOwn(actor: Actor, own: IncomingPhoneNumberInstance): Promise<PhoneNumber> {
  const [managed] = await managedPhones(actor, own.phoneNumber);
  return present(own.phoneNumber, own, managed);
}

export function numberNotFound(number: string): never {
  throw new MailroomError('not-found', `There is no number ${number}.`);
}

/**
 * Points a number's webhook here, and makes it a managed phone if it is none yet.
 * @throws MailroomError `not-found`; `forbidden`; what Twilio answers
 */
export async function bringIn(actor: Actor, number: string): Promise<void> {
  requireNumbers(actor);
  const [own, taken] = await Promise.all([
    findOwn(actor.workspaceId, number).catch(refuse),
    takenElsewhere(actor, [number]),
  ]);
  if (!own || taken.has(number))
    throw new MailroomError('not-found', `There is no number ${number} in the Twilio account.`);
  await own.resource.update(rightWebhook()).catch(refuse);
  await database().$transaction(async (transaction) => {
    const subjectId = await manage(transaction, actor, number);
    await transaction.managedAddress.update({
      where: { id: subjectId },
      data: { twilioAccountSid: accountSidOf(own.shown) },
    });
    await audit(transaction, actor, { action: 'number.repaired', subjectId, subjectName: number });
  });
}

/** The managed phone's id; it is made where there is none. */
async function manage(transaction: Prisma.TransactionClient, actor: Actor, number: string): Promise<string> {
  const managed = await transaction.managedAddress.findFirst({
    where: { AND: [visibleAddresses(actor), { address: number }] },
  });
  const phone = { kind: 'phone', address: number, domainId: null, label: null } as const;
  return (managed ?? (await insertAddress(transaction, actor, phone))).id;
}

function managedPhones(actor: Actor, number?: string) {
  const byName = [{ service: 'asc' }, { handle: 'asc' }] as const;
  return database().managedAddress.findMany({
    where: { AND: [visibleAddresses(actor), { kind: 'phone', address: number }] },
    include: {
      release: true,
      answering: true,
      phoneAccounts: { where: visibleAccounts(actor), orderBy: [...byName] },
    },
  });
}

/** Those that the actor does not see, of their own workspace too. Whose they are is not told. */
async function takenElsewhere(actor: Actor, numbers: string[]): Promise<Set<string>> {
  const find = (where: Prisma.ManagedAddressWhereInput) =>
    database().managedAddress.findMany({
      where: { AND: [where, { address: { in: numbers } }] },
      select: { address: true },
    });
  const [managed, seen] = await Promise.all([find({}), find(visibleAddresses(actor))]);
  // Not by NOT: in SQL it holds for no address whose creator is null.
  const taken = new Set(managed.map((row) => row.address));
  for (const { address } of seen) taken.delete(address);
  return taken;
}

function present(
  number: string,
  own: IncomingPhoneNumberInstance | null | undefined,
  managed: Awaited<ReturnType<typeof managedPhones>>[number] | undefined,
): PhoneNumber {
  const { sms = false, mms = false, voice = false } = own?.capabilities ?? {};
  const release = managed?.release;
  return {
    ...{ number, label: managed?.label ?? null, providerId: own?.sid ?? null },
    providerAccountId: own?.accountSid ?? null,
    webhook: own ? webhookState(own, textsUrl()) : null,
    smsUrl: own?.smsUrl || null,
    capabilities: own ? { sms, mms, voice } : null,
    calls:
      own && managed?.answering ? { greeting: managed.answering.greeting, webhook: voiceState(own) } : null,
    addressId: managed?.id ?? null,
    accounts: managed?.phoneAccounts.map(({ service, handle }) => `${service} ${handle}`) ?? [],
    release: release
      ? {
          at: release.releaseAt.toISOString(),
          releasedAt: release.releasedAt?.toISOString() ?? null,
          reason: release.reason,
        }
      : null,
  };
}

function refuse(error: unknown): never {
  throw providerError(error);
}

import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator, visibleAccounts, visibleAddresses } from '#lib/access/permissions.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { MailroomError } from '#lib/errors.ts';
import { twilio } from '#lib/phones/client.ts';
import { providerError } from '#lib/phones/failure.ts';
import { rightWebhook, textsUrl, webhookState } from '#lib/phones/webhook.ts';

/** A number of the Twilio account, or a managed phone that is not of it. */
export type PhoneNumber = {
  number: string;
  label: string | null;
  /** Twilio's id, null where the number is not of the account: another source may bring its texts. */
  providerId: string | null;
  /** `right`: its texts come here. `elsewhere`, `none`: they do not. */
  webhook: 'right' | 'elsewhere' | 'none' | null;
  /** Where they go instead. */
  smsUrl: string | null;
  capabilities: { sms: boolean; mms: boolean; voice: boolean } | null;
  /** The managed address, null while it is none. */
  addressId: string | null;
  /** The accounts that are registered with it, such as `x @brand`. */
  accounts: string[];
  release: { at: string; releasedAt: string | null; reason: string | null } | null;
};

/** More numbers than this are no list any more. */
const MOST = 1_000;

/**
 * All numbers of the Twilio account and all managed phones that the actor sees, in their order. Numbers that are
 * managed where the actor does not see it are not among them. @throws MailroomError `forbidden`; what Twilio answers
 */
export async function listNumbers(actor: Actor): Promise<PhoneNumber[]> {
  requireAdministrator(actor);
  const [own, managed] = await Promise.all([
    twilio().incomingPhoneNumbers.list({ limit: MOST }).catch(refuse),
    managedPhones(actor),
  ]);
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

/**
 * Points a number's webhook here, and makes it a managed phone if it is none yet.
 * @throws MailroomError `not-found`; `forbidden`; what Twilio answers
 */
export async function bringIn(actor: Actor, providerId: string): Promise<void> {
  requireAdministrator(actor);
  const number = await requireNumber(actor, providerId);
  const managed = await database().managedAddress.findFirst({
    where: { workspaceId: actor.workspaceId, address: number },
  });
  await twilio().incomingPhoneNumbers(providerId).update(rightWebhook()).catch(refuse);
  if (!managed) await createAddress(actor, { address: number });
  await audit(database(), actor, { action: 'number.repaired', subjectId: managed?.id, subjectName: number });
}

async function requireNumber(actor: Actor, providerId: string): Promise<string> {
  const isId = /^PN[0-9a-f]{32}$/i.test(providerId);
  const found = isId ? await twilio().incomingPhoneNumbers(providerId).fetch().catch(refuse) : null;
  const number = found?.phoneNumber;
  if (number && !(await takenElsewhere(actor, [number])).has(number)) return number;
  throw new MailroomError('not-found', `There is no number ${providerId} in the Twilio account.`);
}

function managedPhones(actor: Actor) {
  const byName = [{ service: 'asc' }, { handle: 'asc' }] as const;
  return database().managedAddress.findMany({
    where: { AND: [visibleAddresses(actor), { kind: 'phone' }] },
    include: { release: true, phoneAccounts: { where: visibleAccounts(actor), orderBy: [...byName] } },
  });
}

/** Those that the actor does not see, of their own workspace too. Whose they are is not told. */
async function takenElsewhere(actor: Actor, numbers: string[]): Promise<Set<string>> {
  const rows = await database().managedAddress.findMany({
    where: { address: { in: numbers }, NOT: visibleAddresses(actor) },
    select: { address: true },
  });
  return new Set(rows.map((row) => row.address));
}

function present(
  number: string,
  own: IncomingPhoneNumberInstance | undefined,
  managed: Awaited<ReturnType<typeof managedPhones>>[number] | undefined,
): PhoneNumber {
  const { sms = false, mms = false, voice = false } = own?.capabilities ?? {};
  const release = managed?.release;
  return {
    ...{ number, label: managed?.label ?? null, providerId: own?.sid ?? null },
    webhook: own ? webhookState(own, textsUrl()) : null,
    smsUrl: own?.smsUrl || null,
    capabilities: own ? { sms, mms, voice } : null,
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

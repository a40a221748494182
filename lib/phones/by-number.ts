import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { visibleAddresses } from '#lib/access/permissions.ts';
import { cleanLabel } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import type { Page } from '#lib/page.ts';
import { requireNumbers } from '#lib/phones/allowed.ts';
import { answerCalls, leaveCalls } from '#lib/phones/calls.ts';
import { bringIn, findNumber, listNumbers, numberNotFound } from '#lib/phones/numbers.ts';
import type { PhoneNumber } from '#lib/phones/present.ts';
import { keepNumber, planRelease } from '#lib/phones/release.ts';

// What programs do with a number that they know by itself. Each answers with the number as it is then.

/** In the order of the numbers; `cursor` is the last one of the page before. */
export async function pageOfNumbers(
  actor: Actor,
  { limit, cursor = '' }: { limit: number; cursor?: string },
): Promise<Page<PhoneNumber>> {
  const numbers = (await listNumbers(actor)).filter(({ number }) => number > cursor);
  const data = numbers.slice(0, limit);
  return { data, nextCursor: numbers.length > limit ? (data.at(-1)?.number ?? null) : null };
}

/** Its texts come here from now on, and it is a managed phone. @throws MailroomError `not-found`; what Twilio answers */
export async function receiveHere(actor: Actor, number: string): Promise<PhoneNumber> {
  await bringIn(actor, number);
  return findNumber(actor, number);
}

/**
 * @param change `calls`: what callers are told before they are recorded; null, and they are answered no more
 * @throws MailroomError `not-found`, also for a number that is not managed yet; `invalid-input`; what Twilio answers
 */
export async function changeNumber(
  actor: Actor,
  number: string,
  { label, calls }: { label?: string | null; calls?: { greeting?: string | null } | null },
): Promise<PhoneNumber> {
  await requireManaged(actor, number);
  if (label !== undefined) await labelNumber(actor, number, label);
  if (calls === null) await leaveCalls(actor, number);
  else if (calls) await answerCalls(actor, number, calls.greeting ?? null);
  return findNumber(actor, number);
}

/** @throws MailroomError `not-found`; `invalid-input` */
export async function labelNumber(actor: Actor, number: string, given: string | null): Promise<void> {
  const id = await requireManaged(actor, number);
  const label = cleanLabel(given);
  await database().$transaction(async (transaction) => {
    await transaction.managedAddress.update({ where: { id }, data: { label } });
    await audit(transaction, actor, {
      action: 'address.updated',
      subjectId: id,
      subjectName: number,
      addressId: id,
    });
  });
}

/** @throws MailroomError `not-found` */
export async function releaseNumber(actor: Actor, number: string): Promise<PhoneNumber> {
  await planRelease(actor, await requireManaged(actor, number));
  return findNumber(actor, number);
}

/** @throws MailroomError `not-found` */
export async function keepAfterAll(actor: Actor, number: string): Promise<PhoneNumber> {
  await keepNumber(actor, await requireManaged(actor, number));
  return findNumber(actor, number);
}

async function requireManaged(actor: Actor, number: string): Promise<string> {
  requireNumbers(actor);
  const row = await database().managedAddress.findFirst({
    where: { AND: [visibleAddresses(actor), { kind: 'phone', address: number }] },
  });
  return row?.id ?? numberNotFound(number);
}

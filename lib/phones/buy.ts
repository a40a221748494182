import type {
  IncomingPhoneNumberInstance,
  IncomingPhoneNumberListInstance,
} from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { tellAccessChanged } from '#lib/access/changed.ts';
import { cleanLabel } from '#lib/addresses/manage.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { database } from '#lib/database/client.ts';
import { blameField, invalidField, MailroomError } from '#lib/errors.ts';
import { requireNumbers } from '#lib/phones/allowed.ts';
import { twilio } from '#lib/phones/client.ts';
import { failureOf, providerError } from '#lib/phones/failure.ts';
import { presentOwn } from '#lib/phones/numbers.ts';
import { findAt } from '#lib/phones/own.ts';
import type { PhoneNumber } from '#lib/phones/present.ts';
import { rightWebhook } from '#lib/phones/webhook.ts';
import { type NumberOrder, Prisma } from '#prisma/generated/client.ts';

/** Twilio's list has a number within seconds of its purchase. */
const GIVE_UP_AFTER_MS = 10 * 60_000;
/** The request to Twilio has ended by then. */
const ASK_AFTER_MS = 15_000;

/** Orders that did not end well, or are open: for a person to know of. */
export type PublicOrder = { id: string; number: string; at: string; open: boolean; reason: string | null };

/**
 * Buys a number and makes it a managed phone whose texts come here. The order is recorded before Twilio is asked; where
 * the answer is lost, Twilio's list of numbers tells whether it was bought, then or later.
 * @throws MailroomError `address-taken`; `forbidden`; `invalid-input`; `provider-refused`; `unavailable` while the order is open
 */
export async function buyNumber(
  actor: Actor,
  given: { number: string; label?: string | null },
): Promise<PhoneNumber> {
  requireNumbers(actor);
  const number = readNumber(given.number);
  // Where there is no Twilio, nothing is ordered.
  const { incomingPhoneNumbers } = twilio();
  if (await database().managedAddress.findUnique({ where: { address: number } }))
    throw new MailroomError('address-taken', `${number} is a managed address already.`);
  const order = await open(actor, number, cleanLabel(given.label));
  const own = await buy(order, incomingPhoneNumbers);
  await bought(order, actor);
  return presentOwn(actor, own);
}

function readNumber(given: string): string {
  try {
    const { kind, address } = normaliseAddress(given);
    if (kind === 'phone') return address;
  } catch (error) {
    blameField('number', error);
  }
  throw invalidField('number', `${given} is not a phone number such as +14155550100.`);
}

/** @throws MailroomError what Twilio refuses; `unavailable` while nobody knows whether it was bought */
async function buy(
  order: NumberOrder,
  numbers: IncomingPhoneNumberListInstance,
): Promise<IncomingPhoneNumberInstance> {
  const { number } = order;
  try {
    const own = await numbers.create({ phoneNumber: number, ...rightWebhook() });
    if (own.phoneNumber === number) return own;
    throw new Error('Half an answer.');
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind !== 'unknown') {
      await close(order, failure.reason);
      throw providerError(error);
    }
    const own = await findAt(twilio(), number).catch(() => null);
    if (own) return own;
    const reason = `Twilio gave no answer. Mailroom looks whether ${number} was bought, and says so here: do not buy it again.`;
    await database().numberOrder.update({ where: { id: order.id }, data: { reason } });
    throw new MailroomError('unavailable', reason);
  }
}

/** The last orders that are open or were not filled, newest first. @throws MailroomError `forbidden` */
export async function listOrders(actor: Actor): Promise<PublicOrder[]> {
  requireNumbers(actor);
  const rows = await database().numberOrder.findMany({
    where: { workspaceId: actor.workspaceId, OR: [{ settledAt: null }, { reason: { not: null } }] },
    orderBy: { createdAt: 'desc' },
    take: 5,
  });
  return rows.map(({ id, number, createdAt, settledAt, reason }) => ({
    ...{ id, number, at: createdAt.toISOString(), open: settledAt === null, reason },
  }));
}

/** Settles orders whose answer was lost, by Twilio's list of numbers. */
export async function settleOrders(now = new Date()): Promise<void> {
  const orders = await database().numberOrder.findMany({
    where: { settledAt: null, createdAt: { lte: new Date(now.getTime() - ASK_AFTER_MS) } },
  });
  for (const order of orders) {
    const { number, workspaceId, orderedBy, createdAt } = order;
    if (await findAt(twilio(), number)) await bought(order, { kind: 'system', workspaceId, name: orderedBy });
    else if (createdAt.getTime() <= now.getTime() - GIVE_UP_AFTER_MS)
      await close(order, 'Twilio gave no answer, and its list does not show the number: it was not bought.');
  }
}

async function open(actor: Actor, number: string, label: string | null): Promise<NumberOrder> {
  try {
    return await database().numberOrder.create({
      data: {
        ...{ workspaceId: actor.workspaceId, number, label, orderedBy: actor.name },
        orderedById: actor.kind === 'member' ? actor.id : null,
      },
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
      throw new MailroomError('address-taken', `${number} is being bought just now.`);
    throw error;
  }
}

/** The order is filled: the managed phone, and the record of it, in one transaction. */
async function bought(
  { id, workspaceId, number, label, orderedById }: NumberOrder,
  actor: Actor,
): Promise<void> {
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.numberOrder.updateMany({
      where: { id, settledAt: null },
      data: { settledAt: new Date(), reason: null },
    });
    if (count === 0) return;
    const address = await transaction.managedAddress.upsert({
      where: { address: number },
      create: { workspaceId, kind: 'phone', address: number, label, createdById: orderedById },
      update: {},
    });
    await audit(transaction, actor, { action: 'number.bought', subjectId: address.id, subjectName: number });
    await tellAccessChanged(transaction, workspaceId);
  });
}

async function close({ id }: NumberOrder, reason: string): Promise<void> {
  await database().numberOrder.updateMany({
    where: { id, settledAt: null },
    data: { settledAt: new Date(), reason },
  });
}

import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import { deliver } from '#inbound/deliver.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { database } from '#lib/database/client.ts';
import { twilio } from '#lib/phones/client.ts';
import { failureOf } from '#lib/phones/failure.ts';
import { settings } from '#lib/settings.ts';
import type { Reconciliation } from '#prisma/generated/client.ts';

/** Whoever sets Twilio up has had texts before; those of a day ago are of no use any more. */
const FIRST_LOOK_BACK_MS = 24 * 60 * 60_000;
/** Twilio lists a message a little after it came. What is there already costs nothing. */
const OVERLAP_MS = 10 * 60_000;
/** What is listed at once is held in memory; the rest is for the next run. */
const MOST = 5_000;

/**
 * Compares Twilio's list of messages with what is stored, and stores what a webhook did not bring: once, since it ends
 * in the same waist under the same identity. Keeps a record of the run, also of one that failed.
 * @returns how many were missing
 */
export async function reconcile(now = new Date()): Promise<number> {
  const accountSid = settings().twilio?.accountSid ?? '';
  const last = await database().reconciliation.findUnique({ where: { accountSid } });
  const since = last ? last.seenUntil.getTime() - OVERLAP_MS : now.getTime() - FIRST_LOOK_BACK_MS;
  const seenUntil = last?.seenUntil ?? new Date(since);
  try {
    const { listed, found } = await storeMissing(new Date(since));
    const lastFoundAt = found > 0 ? now : (last?.lastFoundAt ?? null);
    await record(accountSid, { seenUntil: now, ranAt: now, listed, found, lastFoundAt, error: null });
    return found;
  } catch (error) {
    const { listed, found, lastFoundAt } = last ?? { listed: 0, found: 0, lastFoundAt: null };
    await record(accountSid, {
      ...{ seenUntil, ranAt: now, listed, found, lastFoundAt, error: failureOf(error).reason },
    });
    throw error;
  }
}

async function storeMissing(since: Date): Promise<{ listed: number; found: number }> {
  const listed = (
    await twilio().messages.list({ dateSentAfter: since, pageSize: 1_000, limit: MOST })
  ).filter(({ direction }) => direction === 'inbound');
  let found = 0;
  // The oldest first, as they came.
  for (const message of listed.toReversed()) {
    const outcomes = await deliver(receiveListed(message));
    found += outcomes.filter(({ result }) => result === 'stored').length;
  }
  return { listed: listed.length, found };
}

/** Pure: a message as the REST API lists it → the waist. It came when Twilio says, however late we learn of it. */
export function receiveListed(message: MessageInstance): ReceivedMessage {
  const { sid, from, to, body, numMedia, dateSent, dateCreated } = message;
  return {
    channel: Number(numMedia) > 0 ? 'mms' : 'sms',
    recipients: [to],
    identity: `twilio:${sid}`,
    source: sourceOf(Buffer.from(JSON.stringify(message)), 'application/json'),
    from: { address: from, name: null },
    subject: null,
    text: body,
    html: null,
    headers: [
      ['MessageSid', sid],
      ['From', from],
      ['To', to],
    ],
    attachments: [],
    sentAt: dateSent ?? null,
    receivedAt: dateSent ?? dateCreated,
    problem: null,
    session: null,
  };
}

async function record(accountSid: string, run: Omit<Reconciliation, 'accountSid'>): Promise<void> {
  await database().reconciliation.upsert({
    where: { accountSid },
    create: { accountSid, ...run },
    update: run,
  });
}

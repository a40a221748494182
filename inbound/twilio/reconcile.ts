import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import { deliver } from '#inbound/deliver.ts';
import { type Outcome, type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { MAX_MEDIA, problemOf } from '#inbound/twilio/receive.ts';
import { storeMissingCalls } from '#inbound/twilio/reconcile-calls.ts';
import { markRedacted } from '#inbound/twilio/redacted.ts';
import { database } from '#lib/database/client.ts';
import { twilioUrl } from '#lib/phones/client.ts';
import { type AskedAccount, allAccounts } from '#lib/phones/clients.ts';
import { failureOf } from '#lib/phones/failure.ts';
import { forEach } from '#lib/phones/round.ts';
import { settings } from '#lib/settings.ts';
import type { Reconciliation } from '#prisma/generated/client.ts';

/** Whoever sets Twilio up has had texts before; those of a day ago are of no use any more. */
const FIRST_LOOK_BACK_MS = 24 * 60 * 60_000;
/** Twilio lists a message a little after it came. What is there already costs nothing. */
const OVERLAP_MS = 10 * 60_000;
/** A page of the list, of as many as Twilio gives at once, is held in memory. */
const PAGE_SIZE = 1_000;

/**
 * Compares Twilio's lists of messages and recordings with what is stored, and stores what a webhook did not bring: once,
 * since it ends in the same waist under the same identity. Keeps a record of each account's run, also of one that failed.
 * @returns how many were missing
 * @throws the first failure, after all accounts have been asked
 */
export async function reconcile(now = new Date()): Promise<number> {
  let found = 0;
  await forEach(await allAccounts(), async (account) => {
    const more = await reconcileOne(account, now);
    found += more;
  });
  return found;
}

async function reconcileOne(account: AskedAccount, now: Date): Promise<number> {
  const accountSid = account.sid ?? settings().twilio?.accountSid ?? '';
  const last = await database().reconciliation.findUnique({ where: { accountSid } });
  const since = last ? last.seenUntil.getTime() - OVERLAP_MS : now.getTime() - FIRST_LOOK_BACK_MS;
  const seenUntil = last?.seenUntil ?? new Date(since);
  try {
    const texts = await storeMissing(account, new Date(since));
    const calls = await storeMissingCalls(account, new Date(since), now);
    const [listed, found] = [texts.listed + calls.listed, texts.found + calls.found];
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

async function storeMissing(
  { client, workspaceId }: AskedAccount,
  since: Date,
): Promise<{ listed: number; found: number }> {
  let [listed, found] = [0, 0];
  const isTheirs = await numbersOf(workspaceId);
  for (
    let page = await client.messages.page({ dateSentAfter: since, pageSize: PAGE_SIZE });
    page;
    page = (await page.nextPage()) as typeof page
  ) {
    const received: ReceivedMessage[] = [];
    // The list begins with the newest; of those of one second, the last is to be the newest here too.
    for (const message of page.instances.toReversed())
      if (message.direction === 'inbound' && isTheirs(message.to))
        received.push(receiveListed(message, await filesOf(client, message)));
    const outcomes = (await Promise.all(received.map(storeOrMark))).flat();
    listed += received.length;
    found += outcomes.filter(({ result }) => result === 'stored').length;
  }
  return { listed, found };
}

/** Whether an account may bring texts to a number: a workspace's own only to that workspace's. */
async function numbersOf(workspaceId: string | null): Promise<(number: string) => boolean> {
  if (workspaceId === null) return () => true;
  const rows = await database().managedAddress.findMany({ where: { workspaceId, kind: 'phone' } });
  const numbers = new Set(rows.map(({ address }) => address));
  return (number) => numbers.has(number);
}

/** The webhook may have brought a text before Twilio knew that its code was taken out. */
async function storeOrMark(message: ReceivedMessage): Promise<Outcome[]> {
  const outcomes = await deliver(message);
  const { identity, problem } = message;
  for (const { recipient, result } of outcomes)
    if (problem && result === 'duplicate') await markRedacted(identity, recipient, problem);
  return outcomes;
}

/** Where the files of an MMS are; the list only counts them. */
async function filesOf(client: Twilio, message: MessageInstance): Promise<ReceivedMessage['attachments']> {
  if (Number(message.numMedia) === 0) return [];
  const files = await client.messages(message.sid).media.list({ limit: MAX_MEDIA });
  return files.map(({ contentType, uri }) => ({
    ...{ filename: null, contentType, size: 0, url: twilioUrl(uri.replace(/\.json$/, '')) },
  }));
}

/** Pure: a message as the REST API lists it → the waist. It came when Twilio says, however late we learn of it. */
export function receiveListed(
  message: MessageInstance,
  attachments: ReceivedMessage['attachments'],
): ReceivedMessage {
  const { sid, from, to, body, numMedia, dateSent, dateCreated, errorCode } = message;
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
    attachments,
    sentAt: dateSent ?? null,
    receivedAt: dateSent ?? dateCreated,
    problem: problemOf(String(errorCode ?? '')),
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

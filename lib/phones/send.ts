import { createHash, randomUUIDv7 } from 'node:crypto';
import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { manageableAddresses, requireScope } from '#lib/access/permissions.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { addressNotFound } from '#lib/addresses/visible.ts';
import { database } from '#lib/database/client.ts';
import { blameField, invalidField, MailroomError } from '#lib/errors.ts';
import { messageNotFound } from '#lib/messages/find.ts';
import { loadSummaries } from '#lib/messages/load.ts';
import type { MessageSummary } from '#lib/messages/present.ts';
import { makeSearchable } from '#lib/messages/searchable.ts';
import { snippetOf } from '#lib/messages/snippet.ts';
import { handOver } from '#lib/phones/hand-over.ts';
import { requireRoom, SENDING_LOCK } from '#lib/phones/rate.ts';
import { tellOfText } from '#lib/phones/state.ts';
import { settings } from '#lib/settings.ts';
import { type ManagedAddress, Prisma } from '#prisma/generated/client.ts';

/** What Twilio takes in one request; it is sent in parts of 153 or 67 characters. */
export const MAX_TEXT = 1_600;
export const MAX_IDEMPOTENCY_KEY = 200;
/** Whoever was to hand it over has died by then, and another takes it up. */
const TAKEN_UP_AFTER_MS = 30_000;

export type TextToSend = {
  /** A managed phone that the actor may act for. */
  from: string;
  to: string;
  text: string;
  /** Of the actor's own making: the same again is the same text, not another. */
  idempotencyKey?: string;
};

/**
 * Sends an SMS from a managed phone: stored first, then handed to Twilio. Resolves when Twilio has answered, or with
 * the text still `queued` when it has not; what becomes of it comes over the event stream.
 * @throws MailroomError `address-not-found`, for one that the actor may not act for as for one that does not exist;
 * `invalid-input`; `forbidden` where the workspace sends nothing; `too-many-requests`; `not-found` without Twilio
 */
export async function sendText(actor: Actor, given: TextToSend): Promise<MessageSummary> {
  requireScope(actor, 'messages:send');
  const from = await findSender(actor, given.from);
  const wanted = { from: from.address, to: cleanRecipient(given.to), text: cleanText(given.text) };
  if (!settings().twilio)
    throw new MailroomError('not-found', 'No text can be sent: Twilio is not configured here.');
  const known = await findRepeated(actor, given.idempotencyKey, wanted);
  const id = known ?? (await store(actor, from, wanted, given.idempotencyKey));
  if (!known) await handOver(id);
  return (await loadSummaries(actor, [id])).get(id) ?? messageNotFound(id);
}

/** The managed phones that the actor may send from; none while the workspace sends nothing. */
export async function sendableNumbers(actor: Actor): Promise<string[]> {
  if (!settings().twilio || !(await maySend(actor))) return [];
  const rows = await database().managedAddress.findMany({
    where: { AND: [manageableAddresses(actor), { kind: 'phone' }] },
    orderBy: { address: 'asc' },
  });
  return rows.map((row) => row.address);
}

async function findSender(actor: Actor, from: string): Promise<ManagedAddress> {
  const { kind, address } = normalise('from', from);
  if (kind === 'email')
    throw invalidField('from', `${address} is an email address: a text is sent from a managed phone.`);
  const row = await database().managedAddress.findFirst({
    where: { AND: [manageableAddresses(actor), { address }] },
  });
  if (!row) return addressNotFound(from);
  if (await maySend(actor)) return row;
  throw new MailroomError('forbidden', 'This workspace sends no texts: an owner has switched that off.');
}

async function maySend({ workspaceId }: Actor): Promise<boolean> {
  const workspace = await database().workspace.findUnique({ where: { id: workspaceId } });
  return workspace?.maySend ?? false;
}

/** A short code is refused by Twilio too, but only after it has been asked. */
function cleanRecipient(to: string): string {
  if (/^\d{3,8}$/.test(to.trim()))
    throw invalidField(
      'to',
      `${to.trim()} is a short code, and a Twilio number cannot text short codes. A number with its country code, such as +14155550100, would do.`,
    );
  const { kind, address } = normalise('to', to);
  if (kind === 'phone') return address;
  throw invalidField('to', `${address} is an email address: a text goes to a phone number.`);
}

function normalise(field: 'from' | 'to', given: string) {
  try {
    return normaliseAddress(given);
  } catch (error) {
    return blameField(field, error);
  }
}

function cleanText(given: string): string {
  const text = given.trim();
  if (text !== '' && text.length <= MAX_TEXT && !text.includes('\0') && text.isWellFormed()) return text;
  throw invalidField('text', `The text has 1 to ${MAX_TEXT} characters.`);
}

type Wanted = { from: string; to: string; text: string };

/** The text that the actor has sent with this key. @throws MailroomError `invalid-input` when that was another */
async function findRepeated(actor: Actor, key: string | undefined, wanted: Wanted): Promise<string | null> {
  if (key === undefined) return null;
  const sent = await database().outgoingText.findFirst({
    where: { workspaceId: actor.workspaceId, requestedBy: nameOf(actor), idempotencyKey: key },
    include: { message: true },
  });
  if (!sent) return null;
  const { fromAddress, to, text } = sent.message;
  if (fromAddress === wanted.from && to[0] === wanted.to && text === wanted.text) return sent.messageId;
  throw invalidField(
    'Idempotency-Key',
    'This Idempotency-Key was used for another text: a new text needs a new key.',
  );
}

async function store(
  actor: Actor,
  from: ManagedAddress,
  wanted: Wanted,
  idempotencyKey: string | undefined,
): Promise<string> {
  const id = randomUUIDv7();
  try {
    await database().$transaction(async (transaction) => {
      // One after the other, so that the count is right.
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${SENDING_LOCK}, hashtext(${actor.workspaceId}))`;
      await requireRoom(transaction, from);
      await insertMessage(transaction, id, from, wanted);
      await transaction.outgoingText.create({
        data: {
          ...{ messageId: id, workspaceId: from.workspaceId, addressId: from.id },
          attemptAt: new Date(Date.now() + TAKEN_UP_AFTER_MS),
          ...{ requestedBy: nameOf(actor), idempotencyKey },
        },
      });
      await audit(transaction, actor, {
        action: 'text.sent',
        subjectId: id,
        subjectName: `${wanted.from} to ${wanted.to}`,
      });
      await tellOfText(transaction, { ...from, addressId: from.id, messageId: id });
    });
    return id;
  } catch (error) {
    // Two requests with the same key at once: the other one has it.
    const isRepeated = error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
    const other = isRepeated ? await findRepeated(actor, idempotencyKey, wanted) : null;
    if (other) return other;
    throw error;
  }
}

/** Kept as it was asked for, like the source of what is received. */
async function insertMessage(
  transaction: Prisma.TransactionClient,
  id: string,
  { workspaceId, id: addressId }: ManagedAddress,
  { from, to, text }: Wanted,
): Promise<void> {
  const bytes = Buffer.from(JSON.stringify({ id, from, to, text }));
  const source = await transaction.source.create({
    data: {
      workspaceId,
      sha256: createHash('sha256').update(bytes).digest(),
      contentType: 'application/json',
      bytes,
    },
  });
  await transaction.message.create({
    data: {
      ...{ id, workspaceId, addressId, sourceId: source.id, channel: 'sms', direction: 'outbound' },
      ...{ identity: `outgoing:${id}`, fromAddress: from, to: [to], text, headers: [] },
      snippet: snippetOf(text),
      size: bytes.length,
      receivedAt: new Date(),
    },
  });
  await makeSearchable(transaction, id, { from: { address: from, name: null }, subject: null, text });
}

function nameOf(actor: Actor): string {
  return actor.kind === 'system' ? 'system' : `${actor.kind}:${actor.id}`;
}

import { randomUUIDv7 } from 'node:crypto';
import { shareCommit } from '#inbound/commit.ts';
import type { Outcome, ReceivedMessage } from '#inbound/received-message.ts';
import type { Delivery } from '#inbound/store.ts';
import { findRecipients } from '#lib/addresses/find.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { extract } from '#lib/codes/extract.ts';
import { validityOf } from '#lib/codes/validity.ts';
import { MailroomError } from '#lib/errors.ts';

/** What a row of the inbox shows of a message's text: two lines. */
const SNIPPET_LENGTH = 160;

/**
 * Stores a message at each managed address among its recipients, with its codes and links, and tells the
 * feed: all in one commit. Resolves once that commit is on disk; only then may the sender be told so.
 * @returns one outcome for each recipient, in their order
 * @throws when it cannot be stored: nothing has been, and the sender should try again
 */
export async function deliver(message: ReceivedMessage): Promise<Outcome[]> {
  const addressOf = new Map(message.recipients.map((recipient) => [recipient, normalised(recipient)]));
  const managed = await findRecipients(
    [...new Set(addressOf.values())].filter((address) => address !== null),
  );
  const deliveries = prepare(
    message,
    [...managed].map(([address, recipient]) => ({
      ...recipient,
      to: message.recipients.filter((written) => addressOf.get(written) === address),
    })),
  );
  const stored = deliveries.length > 0 ? await shareCommit(deliveries) : new Set<string>();
  return message.recipients.map((recipient) => {
    const address = addressOf.get(recipient);
    const addressId = address && managed.get(address)?.addressId;
    const delivery = deliveries.find((delivery) => delivery.message.address_id === addressId);
    if (!delivery) return { recipient, result: 'unknown' };
    const messageId = delivery.message.id;
    return stored.has(messageId)
      ? { recipient, result: 'stored', messageId }
      : { recipient, result: 'duplicate' };
  });
}

function normalised(recipient: string): string | null {
  try {
    return normaliseAddress(recipient).address;
  } catch (error) {
    if (error instanceof MailroomError) return null;
    throw error;
  }
}

type Place = { addressId: string; workspaceId: string; to: string[] };

/** Everything that can be worked out before the transaction, so that it is short. */
function prepare(message: ReceivedMessage, places: Place[]): Delivery[] {
  if (places.length === 0) return [];
  const from = message.from.address;
  const { service, codes, links } = extract({ ...message, from });
  const content = {
    channel: message.channel,
    identity: message.identity,
    from_address: from,
    from_name: message.from.name,
    subject: message.subject,
    snippet: (message.text ?? '').replace(/\s+/g, ' ').trim().slice(0, SNIPPET_LENGTH),
    text: message.text,
    html: message.html,
    headers: message.headers,
    service,
    size: message.source.bytes.length,
    sent_at: message.sentAt,
    problem: message.problem,
    envelope_from: message.session?.envelopeFrom ?? null,
    remote_address: message.session?.remoteAddress ?? null,
    helo_name: message.session?.heloName ?? null,
  };
  return places.map(({ addressId, workspaceId, to }) => ({
    source: { workspaceId, ...message.source },
    message: {
      id: randomUUIDv7(),
      workspace_id: workspaceId,
      address_id: addressId,
      sha256: message.source.sha256.toString('hex'),
      to,
      ...content,
    },
    codes: codes.map((code, rank) => ({
      id: randomUUIDv7(),
      rank,
      code: code.code,
      raw: code.raw,
      service: code.service,
      series: code.service ?? `from:${from ?? ''}`,
      purpose: code.purpose,
      confidence: code.confidence,
      context: code.found.context,
      valid_for: validityOf(code),
    })),
    links: links.map((link, rank) => ({ rank, ...link })),
    attachments: message.attachments.map((attachment, index) => ({
      index,
      filename: attachment.filename,
      content_type: attachment.contentType,
      size: attachment.size,
    })),
  }));
}

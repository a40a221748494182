import { randomUUIDv7 } from 'node:crypto';
import type { Outcome, ReceivedMessage } from '#inbound/received-message.ts';
import { type Storable, store } from '#inbound/store.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import type { Extraction } from '#lib/codes/extract.ts';
import { validityOf } from '#lib/codes/validity.ts';
import { MailroomError } from '#lib/errors.ts';
import { snippetOf } from '#lib/messages/snippet.ts';
import { wordsOf } from '#lib/messages/words.ts';

/**
 * Stores a message at each managed address among its recipients, with its codes and links, and tells the
 * feed: all in one commit. Resolves once that commit is on disk; only then may the sender be told so.
 * @returns one outcome for each recipient, in their order
 * @throws when it cannot be stored: nothing has been, and the sender should try again
 */
export async function deliver(message: ReceivedMessage): Promise<Outcome[]> {
  const recipients = destinations(message.recipients);
  const extraction = message.extraction ?? (await extractFrom(message));
  const stored = await store(prepare(message, extraction, recipients));
  return message.recipients.map((recipient) => {
    const messageId = recipients.find(({ to }) => to.includes(recipient))?.id;
    const result = messageId ? stored.get(messageId) : undefined;
    if (messageId && result === 'stored') return { recipient, result, messageId };
    return { recipient, result: result === 'duplicate' ? result : 'unknown' };
  });
}

/** Each address once, however often and with whichever tags it was written. */
function destinations(recipients: string[]): Storable['recipients'] {
  const written = Map.groupBy(recipients, normalised);
  written.delete(null);
  return [...written].map(([address, to]) => ({ id: randomUUIDv7(), address: address ?? '', to }));
}

function normalised(recipient: string): string | null {
  try {
    return normaliseAddress(recipient).address;
  } catch (error) {
    if (error instanceof MailroomError) return null;
    throw error;
  }
}

/** Loaded when it is first asked: of a mail this was done on another thread, and what it knows takes some 20 MB of a process. */
async function extractFrom(message: ReceivedMessage): Promise<Extraction> {
  const { extract } = await import('#lib/codes/extract.ts');
  return extract({ ...message, from: message.from.address });
}

/** Everything that can be worked out before the transaction, so that it is short. */
function prepare(
  message: ReceivedMessage,
  { service, codes, links }: Extraction,
  recipients: Storable['recipients'],
): Storable {
  const from = message.from.address;
  return {
    source: message.source,
    recipients,
    content: {
      channel: message.channel,
      identity: message.identity,
      from_address: from,
      from_name: message.from.name,
      subject: message.subject,
      snippet: snippetOf(message.text ?? ''),
      text: message.text,
      html: message.html,
      words: wordsOf(message),
      headers: message.headers,
      service,
      size: message.source.bytes.length,
      sent_at: message.sentAt,
      received_at: message.receivedAt ?? null,
      problem: message.problem,
      envelope_from: message.session?.envelopeFrom ?? null,
      remote_address: message.session?.remoteAddress ?? null,
      helo_name: message.session?.heloName ?? null,
      spf: message.verdict?.spf ?? null,
      dkim: message.verdict?.dkim ?? null,
      dmarc: message.verdict?.dmarc ?? null,
      arc: message.verdict?.arc ?? null,
      proven_domain: message.verdict?.provenDomain ?? null,
    },
    codes: recipients.flatMap((recipient) =>
      codes.map((code, rank) => ({
        id: randomUUIDv7(),
        message_id: recipient.id,
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
    ),
    links: links.map((link, rank) => ({ rank, ...link })),
    attachments: message.attachments.map((attachment, index) => ({
      index,
      filename: attachment.filename,
      content_type: attachment.contentType,
      size: attachment.size,
      url: attachment.url ?? null,
    })),
  };
}

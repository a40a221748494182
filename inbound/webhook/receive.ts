import { z } from 'zod';
import { readJson } from '#inbound/json.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { readSentDate } from '#inbound/sent-date.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { invalidField } from '#lib/errors.ts';
import type { SmsSource } from '#lib/sources/find.ts';

/** What we read of it; all of it is kept in the source. */
const text = z.object({
  /** What is the same when the sender tries again. */
  id: z.string('must be text').min(1, 'must not be empty').max(200, 'has more than 200 characters'),
  from: z.string('must be text').min(1, 'must name the sender').max(320, 'has more than 320 characters'),
  to: z.string('must be text'),
  text: z.string('must be text'),
  receivedAt: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-11-24T10:00:00Z' })
    .optional(),
});

/**
 * Pure: a text that a program of the workspace's own brings → the waist.
 * @param body the request's body as it came, signed by the source
 * @throws MailroomError `invalid-input` naming each field that is missing or wrong, or a number that is not the source's
 */
export function receiveText(body: Buffer, source: SmsSource): ReceivedMessage {
  const { id, from, to, text: said, receivedAt } = readJson(body, text, 'a text');
  const { address } = normaliseAddress(to);
  const numbers = source.numbers.map((number) => number.address);
  if (!numbers.includes(address))
    throw invalidField(
      'to',
      `This source does not deliver for ${address}: it does for ${numbers.join(', ') || 'none any more'}.`,
    );
  return {
    channel: 'sms',
    recipients: [address],
    identity: `webhook:${source.id}:${id}`,
    source: sourceOf(body, 'application/json'),
    from: { address: from, name: null },
    subject: null,
    text: said,
    html: null,
    headers: [],
    attachments: [],
    sentAt: readSentDate(receivedAt),
    problem: null,
    session: null,
  };
}

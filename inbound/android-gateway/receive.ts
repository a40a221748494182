import { createHash } from 'node:crypto';
import { z } from 'zod';
import { numberOf } from '#inbound/android-gateway/number.ts';
import { readJson } from '#inbound/json.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { readSentDate } from '#inbound/sent-date.ts';
import { androidFiles, fileOf } from '#lib/sources/android-files.ts';
import type { SmsSource } from '#lib/sources/find.ts';

/** What every event of the app has. Older versions name the sender `phoneNumber`. */
const event = z.object({ event: z.string('must be text'), payload: z.looseObject({}) });
const message = z.object({
  messageId: z.string('must be text').min(1, 'must not be empty').max(200, 'has more than 200 characters'),
  sender: z.string('must be text').max(320, 'has more than 320 characters').nullish(),
  phoneNumber: z.string('must be text').max(320, 'has more than 320 characters').nullish(),
  recipient: z.string('must be text').nullish(),
  /** From 1; null where the phone does not tell. */
  simNumber: z.int('must be a whole number').nullish(),
  receivedAt: z.string('must be text').nullish(),
});
const sms = z.object({ payload: message.extend({ message: z.string('must be text') }) });
const mms = z.object({
  payload: message.extend({
    subject: z.string('must be text').nullish(),
    body: z.string('must be text').nullish(),
    attachments: androidFiles,
  }),
});

/** The names of its events: SMS Gateway for Android, WebHookEvent. */
const A_TEXT = 'sms:received';
const A_WHOLE_MMS = 'mms:downloaded';
const WHAT = 'an event of SMS Gateway for Android';

/**
 * Pure: an event of the app → the waist; null for one that brings no text, such as `system:ping`.
 * @param body the request's body as it came, signed by the source
 * @throws MailroomError `invalid-input` naming each field that is missing or wrong, or a SIM without a managed phone
 */
export function receiveAndroidEvent(body: Buffer, source: SmsSource): ReceivedMessage | null {
  const { event: name, payload } = readJson(body, event, WHAT);
  if (name === A_TEXT) {
    const { payload: text } = readJson(body, sms, WHAT);
    return { ...common(body, source, text, payload), channel: 'sms', text: text.message };
  }
  if (name !== A_WHOLE_MMS) return null;
  const { payload: whole } = readJson(body, mms, WHAT);
  return {
    ...common(body, source, whole, payload),
    channel: 'mms',
    subject: whole.subject ?? null,
    text: whole.body ?? null,
    attachments: whole.attachments.map(fileOf).map(({ content, filename, contentType }) => {
      return { filename, contentType, size: content.length };
    }),
  };
}

function common(
  body: Buffer,
  source: SmsSource,
  payload: z.infer<typeof message> & { message?: string },
  all: Record<string, unknown>,
): Omit<ReceivedMessage, 'channel' | 'text'> {
  const from = payload.sender || payload.phoneNumber || null;
  return {
    recipients: [numberOf(source, payload)],
    identity: identityOf(source, payload.messageId, `${from}\n${payload.message ?? ''}`),
    source: sourceOf(body, 'application/json'),
    from: { address: from, name: null },
    subject: null,
    html: null,
    headers: Object.entries(all).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
    attachments: [],
    sentAt: readSentDate(payload.receivedAt),
    problem: null,
    session: null,
  };
}

/**
 * The app may deliver a text twice, with different ids of the event but the same `messageId`. That is a hash of 32
 * bits: of many texts two will meet, and so what was said, and by whom, counts as well.
 */
function identityOf({ id }: SmsSource, messageId: string, said: string): string {
  return `android:${id}:${messageId}:${createHash('sha256').update(said).digest('hex').slice(0, 16)}`;
}

import { z } from 'zod';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { MailroomError } from '#lib/errors.ts';

/** What we read of Twilio's form for an incoming message; all of it is kept in the source. */
const form = z.object({
  MessageSid: z.string().regex(/^(SM|MM)[0-9a-f]{32}$/i, 'must be SM or MM and 32 hexadecimal digits'),
  /** A number, a short code, or letters (GSM 03.38 alphanumeric sender). */
  From: z.string().min(1, 'must name the sender'),
  /** The managed phone. Not the Messaging Service it may belong to: that one has many numbers. */
  To: z.string().regex(/^\+[1-9]\d{1,14}$/, 'must be a number in E.164, such as +14155550100'),
  Body: z.string().default(''),
  NumMedia: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a number')
    .default('0'),
});

/**
 * Pure: the form of Twilio's webhook → the waist.
 * @param body the request's body as it came, `application/x-www-form-urlencoded`
 * @throws MailroomError `invalid-input` naming each field that is missing or wrong
 */
export function receiveTwilioMessage(body: Buffer, parameters: Record<string, string>): ReceivedMessage {
  const parsed = form.safeParse(parameters);
  if (!parsed.success) throw notAMessage(parsed.error);
  const { MessageSid, From, To, Body, NumMedia } = parsed.data;
  return {
    channel: Number(NumMedia) > 0 ? 'mms' : 'sms',
    recipients: [To],
    identity: `twilio:${MessageSid}`,
    source: sourceOf(body, 'application/x-www-form-urlencoded'),
    from: { address: From, name: null },
    subject: null,
    text: Body,
    html: null,
    headers: Object.entries(parameters),
    attachments: [],
    sentAt: null,
    problem: null,
    session: null,
  };
}

function notAMessage(error: z.ZodError): MailroomError {
  const fields = error.issues.map((issue) => ({
    field: issue.path.join('.'),
    detail: issue.code === 'invalid_type' ? 'is missing' : issue.message,
  }));
  const detail = `This is not an incoming message of Twilio's: ${fields.map(({ field, detail }) => `${field} ${detail}`).join('; ')}.`;
  return new MailroomError('invalid-input', detail, { fields });
}

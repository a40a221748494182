import { z } from 'zod';
import { notAMessage } from '#inbound/not-a-message.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';

/** Twilio's own limit; a form that says more is not followed. */
export const MAX_MEDIA = 10;
/** Twilio's error for a text whose one-time code it took out (its documentation, “30038: OTP Message Body Filtered”). */
const CODE_TAKEN_OUT = '30038';
/** What a member is told of such a text. */
const REDACTED =
  'Twilio has taken the code out of this text (its error 30038), so that it has reached nobody. Have the code sent by email, or receive it on an Android phone that is a source of texts (Settings, Sources).';

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
  ErrorCode: z.string().optional(),
});

/**
 * Pure: the form of Twilio's webhook → the waist.
 * @param body the request's body as it came, `application/x-www-form-urlencoded`
 * @throws MailroomError `invalid-input` naming each field that is missing or wrong
 */
export function receiveTwilioMessage(body: Buffer, parameters: Record<string, string>): ReceivedMessage {
  const parsed = form.safeParse(parameters);
  if (!parsed.success) throw notAMessage("an incoming message of Twilio's", parsed.error);
  const { MessageSid, From, To, Body, NumMedia, ErrorCode } = parsed.data;
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
    attachments: mediaOf(Number(NumMedia), parameters),
    sentAt: null,
    problem: problemOf(ErrorCode),
    session: null,
  };
}

/** What Twilio's error code of a text that came says to a member. */
export function problemOf(errorCode: string | undefined): string | null {
  return errorCode === CODE_TAKEN_OUT ? REDACTED : null;
}

/** The form names the files of an MMS; their size is known once they are fetched. */
function mediaOf(count: number, parameters: Record<string, string>): ReceivedMessage['attachments'] {
  return Array.from({ length: Math.min(count, MAX_MEDIA) }, (_, n) => ({
    filename: null,
    contentType: parameters[`MediaContentType${n}`] || 'application/octet-stream',
    size: 0,
    url: parameters[`MediaUrl${n}`] ?? '',
  })).filter(({ url }) => url !== '');
}

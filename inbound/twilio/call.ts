import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { z } from 'zod';
import { notAMessage } from '#inbound/not-a-message.ts';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { twilioUrl } from '#lib/phones/client.ts';
import { transcriptionUrl, voiceUrl } from '#lib/phones/webhook.ts';

/** Twilio transcribes recordings of 2 seconds to 2 minutes (its documentation, “TwiML Voice: Record”). */
const MAX_SECONDS = 120;
/** A voice that reads a code pauses between its digits, and before it says them again. */
const SILENCE_SECONDS = 8;
/** What a member is told where there are no words. */
export const NOT_TRANSCRIBED =
  'Twilio could not write down what was said in this call: listen to the recording.';

/** A call that is recorded, or one that has been. `To` is the managed phone. */
export const callForm = z.object({
  To: z.string().regex(/^\+[1-9]\d{1,14}$/, 'must be a number in E.164, such as +14155550100'),
  RecordingSid: z.string().optional(),
});

/** TwiML that says the greeting, if there is one, and records what the caller says. */
export function recordCall(greeting: string | null): string {
  const response = new VoiceResponse();
  if (greeting) response.say(greeting);
  response.record({
    // Without one Twilio asks this very document again, and records for ever.
    ...{ action: voiceUrl(), method: 'POST', maxLength: MAX_SECONDS, timeout: SILENCE_SECONDS },
    ...{ playBeep: false, trim: 'do-not-trim', transcribe: true, transcribeCallback: transcriptionUrl() },
  });
  return response.toString();
}

/** TwiML that ends a call that was recorded. */
export function endCall(): string {
  const response = new VoiceResponse();
  response.hangup();
  return response.toString();
}

/** TwiML that does not answer, and so costs nothing. */
export function refuseCall(): string {
  const response = new VoiceResponse();
  response.reject();
  return response.toString();
}

/** What we read of Twilio's form about a transcription. */
const transcriptionForm = z.object({
  RecordingSid: z.string().regex(/^RE[0-9a-f]{32}$/i, 'must be RE and 32 hexadecimal digits'),
  AccountSid: z.string().regex(/^AC[0-9a-f]{32}$/i, 'must be AC and 32 hexadecimal digits'),
  TranscriptionStatus: z.string(),
  TranscriptionText: z.string().default(''),
  From: z.string().default(''),
  To: callForm.shape.To,
});

/**
 * Pure: the form of Twilio's transcription callback → the waist. One that failed is a message too, since the recording
 * can be listened to. @throws MailroomError `invalid-input` naming each field that is missing or wrong
 */
export function receiveTranscription(body: Buffer, parameters: Record<string, string>): ReceivedMessage {
  const parsed = transcriptionForm.safeParse(parameters);
  if (!parsed.success) throw notAMessage("a transcription of Twilio's", parsed.error);
  const { RecordingSid, AccountSid, TranscriptionStatus, TranscriptionText, From, To } = parsed.data;
  return callOf({
    ...{ recordingSid: RecordingSid, accountSid: AccountSid, from: From, to: To },
    said: TranscriptionStatus === 'completed' ? TranscriptionText : null,
    source: sourceOf(body, 'application/x-www-form-urlencoded'),
    headers: Object.entries(parameters),
  });
}

/** A call in the waist; `said` is null where it could not be transcribed. */
export function callOf(call: {
  recordingSid: string;
  accountSid: string;
  from: string;
  to: string;
  said: string | null;
  source: ReceivedMessage['source'];
  headers: [string, string][];
  receivedAt?: Date;
}): ReceivedMessage {
  const { recordingSid, accountSid, from, to, said, source, headers, receivedAt } = call;
  const text = said?.trim() || null;
  return {
    ...{
      channel: 'voice',
      recipients: [to],
      identity: `twilio:${recordingSid}`,
      source,
      headers,
      receivedAt,
    },
    ...{ from: { address: from || null, name: null }, subject: null, text, html: null, session: null },
    attachments: [
      {
        ...{ filename: 'recording.wav', contentType: 'audio/x-wav', size: 0 },
        url: twilioUrl(`/2010-04-01/Accounts/${accountSid}/Recordings/${recordingSid}.wav`),
      },
    ],
    sentAt: null,
    problem: text === null ? NOT_TRANSCRIBED : null,
  };
}

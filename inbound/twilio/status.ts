import { z } from 'zod';
import { MailroomError } from '#lib/errors.ts';
import type { Report } from '#lib/phones/state.ts';

/** What we read of Twilio's form about a message of ours. */
const form = z.object({
  MessageSid: z.string().regex(/^(SM|MM)[0-9a-f]{32}$/i),
  MessageStatus: z.string().min(1),
  ErrorCode: z
    .string()
    .regex(/^\d{0,6}$/)
    .default(''),
});

/** Pure: the form of Twilio's status callback → what it says. @throws MailroomError `invalid-input` */
export function readTwilioStatus(parameters: Record<string, string>): Report {
  const parsed = form.safeParse(parameters);
  if (!parsed.success) {
    const names = parsed.error.issues.map((issue) => issue.path.join('.'));
    throw new MailroomError(
      'invalid-input',
      `This is no status of Twilio's: ${names.join(', ')} is missing or wrong.`,
    );
  }
  const { MessageSid, MessageStatus, ErrorCode } = parsed.data;
  return { providerId: MessageSid, status: MessageStatus, errorCode: ErrorCode ? Number(ErrorCode) : null };
}

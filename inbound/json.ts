import type { z } from 'zod';
import { notAMessage } from '#inbound/not-a-message.ts';
import { MailroomError } from '#lib/errors.ts';

/**
 * Pure: the body of a webhook as what it should be.
 * @param what "an event of the Android gateway": for the words of the error
 * @throws MailroomError `invalid-input` naming each field that is missing or wrong
 */
export function readJson<T extends z.ZodType>(body: Buffer, schema: T, what: string): z.output<T> {
  const parsed = schema.safeParse(parse(body, what));
  if (parsed.success) return parsed.data;
  throw notAMessage(what, parsed.error);
}

function parse(body: Buffer, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new MailroomError('invalid-input', `This is not ${what}: the body is not JSON in UTF-8.`, {
      cause,
    });
  }
}

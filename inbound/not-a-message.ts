import type { z } from 'zod';
import { MailroomError } from '#lib/errors.ts';

/** What a provider sent is not `what` it should be: each field that is missing or wrong is named. */
export function notAMessage(what: string, error: z.ZodError): MailroomError {
  const fields = error.issues.map((issue) => ({
    field: issue.path.join('.'),
    detail: issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : issue.message,
  }));
  const detail = `This is not ${what}: ${fields.map(({ field, detail }) => `${field} ${detail}`.trim()).join('; ')}.`;
  return new MailroomError('invalid-input', detail, { fields });
}

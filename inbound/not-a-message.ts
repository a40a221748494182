import type { z } from 'zod';
import { MailroomError } from '#lib/errors.ts';

/** What a provider sent is not `what` it should be: each field that is missing or wrong is named. */
export function notAMessage(what: string, error: z.ZodError): MailroomError {
  const fields = error.issues.map((issue) => ({
    field: issue.path.join('.') || 'body',
    detail: inWords(issue),
  }));
  const detail = `This is not ${what}: ${fields.map(({ field, detail }) => `${field} ${detail}`.trim()).join('; ')}.`;
  return new MailroomError('invalid-input', detail, { fields });
}

function inWords({ code, path, input, message }: z.core.$ZodIssue): string {
  if (code !== 'invalid_type') return message;
  if (path.length === 0) return 'must be a JSON object';
  return input === undefined ? 'is missing' : message;
}

import { z } from 'zod';
import { invalidField } from '#lib/errors.ts';

/** A name is shown in one line. */
export const MAX_NAME = 100;

/** Pure: a name in its normal form. @throws MailroomError `invalid-input` on the field */
export function readName(field: string, given: string): string {
  const name = given.trim();
  if (name !== '' && name.length <= MAX_NAME && !/\p{Cc}/u.test(name)) return name;
  throw invalidField(field, `The ${field} needs a name of 1 to ${MAX_NAME} characters.`);
}

/**
 * Pure: what somebody signs in with is compared as it is written, but for its case: a plus-tag is part of it.
 * @throws MailroomError `invalid-input` on the field `email`
 */
export function readSignInEmail(given: string): string {
  const email = z.email().safeParse(given.trim().toLowerCase());
  if (email.success) return email.data;
  throw invalidField('email', `“${given}” is not an email address such as you@example.com.`);
}

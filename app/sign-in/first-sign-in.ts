import { MailroomError } from '#lib/errors.ts';

/** `done`, or what is wrong: by field, or with the whole. */
export type FirstSignIn = { done: boolean; mistakes: Record<string, string>; problem?: string };

/** What lib has refused, for the form. @throws anything else */
export function refusalOf(error: unknown): FirstSignIn {
  if (!(error instanceof MailroomError)) throw error;
  const problem = error.fields.length === 0 ? error.message : undefined;
  return { done: false, mistakes: error.byField, problem };
}

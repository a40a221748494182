import type { SsoRefusal } from '#lib/access/single-sign-on.ts';

/**
 * Pure: why single sign-on led back here, in a sentence.
 * @param error a refusal of ours, or next-auth's name for what went wrong on the way
 */
export function issuerMistake(error: string | string[], host: string): string {
  const refusals: Record<SsoRefusal, string> = {
    unverified: `${host} has not verified your email address. Verify it there, then sign in again.`,
    unknown: `${host} knows you, but nobody here has invited your email address. Ask an owner or an admin of your workspace for an invitation.`,
    bound: `The member with your email address signs in as somebody else at ${host}. If that member has a password, sign in with it and unbind single sign-on in the settings, under You. Else ask an owner of your workspace to remove that member and to invite you anew.`,
  };
  if (typeof error === 'string' && Object.hasOwn(refusals, error)) return refusals[error as SsoRefusal];
  return `The sign-in at ${host} did not come to its end, or its answer was not to be trusted. Try again; if it fails again, Mailroom’s log says why.`;
}

import { signIn } from 'next-auth/react';

export type Refusal = {
  reason: 'wrong' | 'second-factor' | 'unavailable' | 'offline';
  /** The server's own words, when it gave some. */
  words?: string;
};

/**
 * Signs in by next-auth's own route, so that there is one way to get a session. Null when it worked.
 * @param code of the member's authenticator, or a recovery code; empty until it is asked for
 */
export async function startSession(email: string, password: string, code = ''): Promise<Refusal | null> {
  const answer = await signIn('credentials', { email, password, code, redirect: false }).catch(() => null);
  if (!answer) return { reason: 'offline' };
  if (answer.ok) return null;
  if (answer.error === 'CredentialsSignin') return { reason: 'wrong' };
  if (answer.error === 'second-factor') return { reason: 'second-factor' };
  if (answer.error?.startsWith('Too many')) return { reason: 'wrong', words: answer.error };
  return { reason: 'unavailable' };
}

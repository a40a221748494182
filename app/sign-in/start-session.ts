import { signIn } from 'next-auth/react';

export type Refusal = {
  reason: 'wrong' | 'unavailable' | 'offline';
  /** The server's own words, when it gave some. */
  words?: string;
};

/** Signs in by next-auth's own route, so that there is one way to get a session. Null when it worked. */
export async function startSession(email: string, password: string): Promise<Refusal | null> {
  const answer = await signIn('credentials', { email, password, redirect: false }).catch(() => null);
  if (!answer) return { reason: 'offline' };
  if (answer.ok) return null;
  if (answer.error === 'CredentialsSignin') return { reason: 'wrong' };
  if (answer.error?.startsWith('Too many')) return { reason: 'wrong', words: answer.error };
  return { reason: 'unavailable' };
}

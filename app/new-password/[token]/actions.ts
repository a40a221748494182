'use server';
import { headers } from 'next/headers';
import { remoteAddressOf } from '#app/remote-address.ts';
import type { FirstSignIn } from '#app/sign-in/use-first-sign-in.ts';
import { resetPassword } from '#lib/access/password-resets.ts';
import { MailroomError } from '#lib/errors.ts';

export async function setNewPassword(token: string, form: FormData): Promise<FirstSignIn> {
  try {
    await resetPassword(token, String(form.get('password') ?? ''), remoteAddressOf(await headers()));
    return { done: true, mistakes: {} };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const mistakes = error.byField;
    return { done: false, mistakes, problem: error.fields.length === 0 ? error.message : undefined };
  }
}

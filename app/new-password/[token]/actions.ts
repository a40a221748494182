'use server';
import { headers } from 'next/headers';
import { remoteAddressOf } from '#app/remote-address.ts';
import { type FirstSignIn, refusalOf } from '#app/sign-in/first-sign-in.ts';
import { resetPassword } from '#lib/access/password-resets.ts';

export async function setNewPassword(token: string, form: FormData): Promise<FirstSignIn> {
  try {
    await resetPassword(token, String(form.get('password') ?? ''), remoteAddressOf(await headers()));
    return { done: true, mistakes: {} };
  } catch (error) {
    return refusalOf(error);
  }
}

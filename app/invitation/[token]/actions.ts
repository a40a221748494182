'use server';
import { headers } from 'next/headers';
import { remoteAddressOf } from '#app/remote-address.ts';
import type { FirstSignIn } from '#app/sign-in/use-first-sign-in.ts';
import { acceptInvitation } from '#lib/access/invitations.ts';
import { MailroomError } from '#lib/errors.ts';

export async function join(token: string, form: FormData): Promise<FirstSignIn> {
  const text = (name: string) => String(form.get(name) ?? '');
  try {
    const given = { name: text('name'), password: text('password') };
    await acceptInvitation(token, given, remoteAddressOf(await headers()));
    return { done: true, mistakes: {} };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const mistakes = error.byField;
    return { done: false, mistakes, problem: error.fields.length === 0 ? error.message : undefined };
  }
}

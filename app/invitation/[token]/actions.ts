'use server';
import { headers } from 'next/headers';
import { remoteAddressOf } from '#app/remote-address.ts';
import { type FirstSignIn, refusalOf } from '#app/sign-in/first-sign-in.ts';
import { acceptInvitation } from '#lib/access/invitations.ts';

export async function join(token: string, form: FormData): Promise<FirstSignIn> {
  const text = (name: string) => String(form.get(name) ?? '');
  try {
    const given = { name: text('name'), password: text('password') };
    await acceptInvitation(token, given, remoteAddressOf(await headers()));
    return { done: true, mistakes: {} };
  } catch (error) {
    return refusalOf(error);
  }
}

import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { remoteAddressOf } from '#app/remote-address.ts';
import { signIn } from '#lib/access/members.ts';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';

/** How sign-in works: email and password, and a signed cookie that names the member and nothing else. */
export function authOptions(): NextAuthOptions {
  const { secret, web } = settings();
  if (!secret) throw new Error('MAILROOM_SECRET is not set: the supervisor sets it for its children.');
  // next-auth takes its own address from here alone, and what it redirects to must be ours.
  process.env.NEXTAUTH_URL = web.publicUrl;
  return {
    secret,
    session: { strategy: 'jwt' },
    useSecureCookies: web.publicUrl.startsWith('https:'),
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(given, request) {
          const member = await signIn(
            given?.email ?? '',
            given?.password ?? '',
            remoteAddressOf(new Headers(request.headers)),
          ).catch(refuseInWords);
          return member && { id: member.id, name: member.name };
        },
      }),
    ],
    callbacks: {
      // The member's id only: their name and role are read anew with every request, so that a change counts at once.
      jwt: ({ token, user }) => (user ? { sub: user.id } : token),
      session: ({ session, token }) => ({ ...session, memberId: token.sub }),
    },
  };
}

/** next-auth hands an error's message on to the form that asked. */
function refuseInWords(error: unknown): never {
  if (error instanceof MailroomError && error.code === 'too-many-requests') throw new Error(error.message);
  throw new Error('unavailable', { cause: error });
}

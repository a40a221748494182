import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { remoteAddressOf } from '#app/remote-address.ts';
import { signIn } from '#lib/access/members.ts';
import { forgetSession, startSession } from '#lib/access/sessions.ts';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';

/** How sign-in works: email, password and perhaps a second factor, and a signed cookie that names the session and nothing else. */
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
        credentials: { email: { type: 'email' }, password: { type: 'password' }, code: { type: 'text' } },
        async authorize(given, request) {
          const headers = new Headers(request.headers);
          const remoteAddress = remoteAddressOf(headers);
          const { email = '', password = '', code = '' } = given ?? {};
          const member = await signIn(email, password, remoteAddress, code).catch(refuseInWords);
          if (member === 'second-factor') throw new Error('second-factor');
          if (!member) return null;
          const id = await startSession(member, { userAgent: headers.get('user-agent'), remoteAddress });
          return { id };
        },
      }),
    ],
    callbacks: {
      // The session's id only: who it is of, and their role, are read anew with every request, so that a change counts at once.
      jwt: ({ token, user }) => (user ? { sub: user.id } : token),
      session: ({ session, token }) => ({ ...session, sessionId: token.sub }),
    },
    events: {
      signOut: async ({ token }) => {
        if (token.sub) await forgetSession(token.sub);
      },
    },
  };
}

/** next-auth hands an error's message on to the form that asked. */
function refuseInWords(error: unknown): never {
  if (error instanceof MailroomError && error.code === 'too-many-requests') throw new Error(error.message);
  throw new Error('unavailable', { cause: error });
}

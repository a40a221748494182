import { headers } from 'next/headers';
import type { NextAuthOptions, Profile } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { remoteAddressOf } from '#app/remote-address.ts';
import { ISSUER_ID, issuer, readClaims } from '#app/sign-in/issuer.ts';
import { signIn } from '#lib/access/members.ts';
import { forgetSession, startSession } from '#lib/access/sessions.ts';
import { type SsoRefusal, signInByIssuer } from '#lib/access/single-sign-on.ts';
import { MailroomError } from '#lib/errors.ts';
import { printableJson } from '#lib/printable-json.ts';
import { settings } from '#lib/settings.ts';

/**
 * How sign-in works: email, password and perhaps a second factor, or an issuer of single sign-on; and a signed cookie
 * that names the session and nothing else.
 */
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
      ...issuer(),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.provider !== ISSUER_ID) return true;
        const started = await startIssuedSession(profile).catch(report);
        if ('refused' in started) return `/sign-in?error=${started.refused}`;
        user.id = started.sessionId;
        return true;
      },
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

/** A session as a password starts one. @param profile what the issuer has signed and next-auth has verified */
async function startIssuedSession(
  profile: Profile | undefined,
): Promise<{ sessionId: string } | { refused: SsoRefusal }> {
  const given = await headers();
  const remoteAddress = remoteAddressOf(given);
  const member = await signInByIssuer(readClaims(profile, settings().oidc?.issuer ?? ''), remoteAddress);
  if (typeof member === 'string') return { refused: member };
  return { sessionId: await startSession(member, { userAgent: given.get('user-agent'), remoteAddress }) };
}

/** next-auth would lead back to the sign-in page and say why to nobody. */
function report(error: unknown): never {
  const because = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `${printableJson({ level: 'error', at: new Date(), where: 'single sign-on', error: because })}\n`,
  );
  throw new Error('Callback');
}

/** next-auth hands an error's message on to the form that asked. */
function refuseInWords(error: unknown): never {
  if (error instanceof MailroomError && error.code === 'too-many-requests') throw new Error(error.message);
  throw new Error('unavailable', { cause: error });
}

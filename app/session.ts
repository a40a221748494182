import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getServerSession, type Session } from 'next-auth';
import { cache } from 'react';
import { z } from 'zod';
import { authOptions } from '#app/auth-options.ts';
import { remoteAddressOf } from '#app/remote-address.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { sessionMember } from '#lib/access/sessions.ts';

/**
 * Who is signed in, or null. A session that has been ended, or whose member has been removed, is none, whatever the
 * cookie says. Asked once a request, however many parts of a page want to know.
 */
export const sessionActor = cache(async (): Promise<MemberActor | null> => {
  const session: (Session & { sessionId?: string }) | null = await getServerSession(authOptions());
  const id = z.guid().safeParse(session?.sessionId);
  return id.success ? sessionMember(id.data, remoteAddressOf(await headers())) : null;
});

/** For pages: the member, or the sign-in page, which then leads back to `path`. */
export async function requireMember(path: string): Promise<MemberActor> {
  return (await sessionActor()) ?? redirect(`/sign-in?return=${encodeURIComponent(path)}`);
}

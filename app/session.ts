import { redirect } from 'next/navigation';
import { getServerSession, type Session } from 'next-auth';
import { cache } from 'react';
import { authOptions } from '#app/auth-options.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { memberActor } from '#lib/access/members.ts';

/**
 * Who is signed in, or null. A member who has been removed has no session, whatever their cookie says.
 * Asked once a request, however many parts of a page want to know.
 */
export const sessionActor = cache(async (): Promise<MemberActor | null> => {
  const session: (Session & { memberId?: string }) | null = await getServerSession(authOptions());
  return session?.memberId ? memberActor(session.memberId) : null;
});

/** For pages: the member, or the sign-in page, which then leads back to `path`. */
export async function requireMember(path: string): Promise<MemberActor> {
  return (await sessionActor()) ?? redirect(`/sign-in?return=${encodeURIComponent(path)}`);
}

import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { InvitationList } from '#app/(workspace)/settings/members/invitation-list.tsx';
import { Invite } from '#app/(workspace)/settings/members/invite.tsx';
import { MemberList } from '#app/(workspace)/settings/members/member-list.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listInvitations } from '#lib/access/invitations.ts';
import { listMembers, rolesToGive } from '#lib/access/people.ts';

export const metadata: Metadata = { title: 'Members' };

export default async function MembersPage() {
  const actor = await requireMember('/settings/members');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const [members, invitations] = await Promise.all([listMembers(actor), listInvitations(actor)]);
  const roles = rolesToGive(actor);
  return (
    <>
      <p className="text-ink-2">
        Who is in the workspace. What each of them sees is said at the addresses and accounts themselves.
      </p>
      <Invite roles={roles} />
      <InvitationList invitations={invitations} />
      <MemberList members={members} roles={roles} self={actor.id} />
    </>
  );
}

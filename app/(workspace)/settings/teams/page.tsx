import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { NewTeam } from '#app/(workspace)/settings/teams/new-team.tsx';
import { TeamList } from '#app/(workspace)/settings/teams/team-list.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listMembers } from '#lib/access/people.ts';
import { listTeams } from '#lib/access/teams.ts';

export const metadata: Metadata = { title: 'Teams' };

export default async function TeamsPage() {
  const actor = await requireMember('/settings/teams');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const [teams, members] = await Promise.all([listTeams(actor), listMembers(actor)]);
  return (
    <>
      <p className="text-ink-2">
        A team is a list of members. What is granted to it, each of them sees, from the moment they are in it
        until they are not.
      </p>
      <NewTeam />
      <TeamList teams={teams} members={members.map(({ id, name }) => ({ id, name }))} />
    </>
  );
}

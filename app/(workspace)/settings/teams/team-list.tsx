import { DeleteTeam, TeamMembers } from '#app/(workspace)/settings/teams/team-members.tsx';
import type { PublicTeam } from '#lib/access/teams.ts';

export function TeamList({
  teams,
  members,
}: {
  teams: PublicTeam[];
  members: { id: string; name: string }[];
}) {
  if (teams.length === 0)
    return (
      <p className="border-line border-y py-4 text-ink-2">
        No team yet. Make one above, put members in it, and grant it an address: new people then need only be
        added here.
      </p>
    );
  return (
    <ul aria-label="Teams" className="border-line border-t">
      {teams.map((team) => (
        <li key={team.id} className="grid grid-cols-[minmax(0,1fr)] gap-2 border-line border-b py-3">
          <div className="flex items-center justify-between gap-3">
            <h2 className="min-w-0 break-words font-semibold">{team.name}</h2>
            <DeleteTeam id={team.id} name={team.name} />
          </div>
          <TeamMembers team={team} members={members} />
        </li>
      ))}
    </ul>
  );
}

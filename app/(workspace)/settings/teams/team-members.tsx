'use client';
import { X } from 'lucide-react';
import { useState, useTransition } from 'react';
import { endTeam, joinTeam, leaveTeam } from '#app/(workspace)/settings/teams/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicTeam } from '#lib/access/teams.ts';

/** Who is in it, and who may be added: both at once, since both can be undone. */
export function TeamMembers({
  team,
  members,
}: {
  team: PublicTeam;
  members: { id: string; name: string }[];
}) {
  const [busy, startTransition] = useTransition();
  const [mistake, setMistake] = useState<string>();
  const act = (work: () => Promise<string | undefined>) =>
    startTransition(async () => setMistake(await work().catch(() => 'Mailroom does not answer. Try again.')));
  const others = members.filter(({ id }) => !team.members.some((member) => member.id === id));
  return (
    <div className="flex flex-wrap items-center gap-2">
      {team.members.map(({ id, name }) => (
        <span
          key={id}
          className="inline-flex min-h-8 max-w-full items-center gap-1 rounded-control border border-line pl-3 pointer-coarse:min-h-11"
        >
          <span className="min-w-0 break-words">{name}</span>
          <Button
            look="quiet"
            busy={busy}
            aria-label={`Take ${name} out of ${team.name}`}
            onClick={() => act(() => leaveTeam(team.id, id))}
            className="px-2 pointer-coarse:h-11"
          >
            <X aria-hidden size={14} strokeWidth={1.5} />
          </Button>
        </span>
      ))}
      {team.members.length === 0 && <span className="text-ink-2">Nobody is in it yet.</span>}
      {others.length > 0 && (
        <select
          aria-label={`Add somebody to ${team.name}`}
          value=""
          onChange={(event) => {
            const memberId = event.currentTarget.value;
            act(() => joinTeam(team.id, memberId));
          }}
          className="h-8 rounded-control border border-edge bg-pane px-2 pointer-coarse:h-11"
        >
          <option value="">Add …</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      {mistake && <Mistake>{mistake}</Mistake>}
    </div>
  );
}

export function DeleteTeam({ id, name }: { id: string; name: string }) {
  return (
    <Confirm
      trigger={
        <Button look="quiet" aria-label={`Delete the team ${name} …`}>
          Delete …
        </Button>
      }
      title={`Delete the team ${name}?`}
      action="Delete it with its access"
      act={() => endTeam(id)}
    >
      Its members stay in the workspace, and no longer see what only the team was granted.
    </Confirm>
  );
}

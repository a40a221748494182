'use client';
import { useState, useTransition } from 'react';
import { giveRole } from '#app/(workspace)/settings/members/actions.ts';
import { ROLE_WORDS } from '#app/(workspace)/settings/role-words.ts';
import { Mistake } from '#app/ui/field.tsx';
import type { Role } from '#lib/access/actor.ts';

/** Changes at once: it can be changed back. */
export function RoleSelect({
  id,
  name,
  role,
  roles,
}: {
  id: string;
  name: string;
  role: Role;
  roles: Role[];
}) {
  const [busy, startTransition] = useTransition();
  const [mistake, setMistake] = useState<string>();
  const change = (wanted: string) =>
    startTransition(async () =>
      setMistake(await giveRole(id, wanted).catch(() => 'Mailroom does not answer. Try again.')),
    );
  return (
    <div>
      <select
        // Anew when it was refused: the list then shows what still holds.
        key={`${role} ${mistake}`}
        aria-label={`Role of ${name}`}
        defaultValue={role}
        disabled={busy}
        onChange={(event) => change(event.currentTarget.value)}
        className="h-8 rounded-control border border-edge bg-pane px-2 pointer-coarse:h-11"
      >
        {roles.map((each) => (
          <option key={each} value={each}>
            {ROLE_WORDS[each].name}
          </option>
        ))}
      </select>
      {mistake && <Mistake>{mistake}</Mistake>}
    </div>
  );
}

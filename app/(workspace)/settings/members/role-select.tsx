'use client';
import { useState } from 'react';
import { giveRole } from '#app/(workspace)/settings/members/actions.ts';
import { ROLE_WORDS } from '#app/(workspace)/settings/role-words.ts';
import { Confirm } from '#app/ui/confirm.tsx';
import type { Role } from '#lib/access/actor.ts';

/** Asks first: in a list that has the focus, one key would else make an owner of somebody, who has then seen every code. */
export function RoleSelect({
  id,
  name,
  role,
  roles,
  isSelf,
}: {
  id: string;
  name: string;
  role: Role;
  roles: Role[];
  isSelf: boolean;
}) {
  const [wanted, setWanted] = useState<Role | null>(null);
  return (
    <>
      <select
        aria-label={`Role of ${name}`}
        value={wanted ?? role}
        onChange={({ target }) => setWanted(roles.find((each) => each === target.value) ?? null)}
        className="h-8 rounded-control border border-edge bg-pane px-2 pointer-coarse:h-11"
      >
        {roles.map((each) => (
          <option key={each} value={each}>
            {ROLE_WORDS[each].name}
          </option>
        ))}
      </select>
      {wanted && wanted !== role && (
        <Confirm
          title={`Make ${name} ${ROLE_WORDS[wanted].one}?`}
          action={`Make ${isSelf ? 'yourself' : name} ${ROLE_WORDS[wanted].one}`}
          cancel={`Leave it at ${ROLE_WORDS[role].name}`}
          act={() => giveRole(id, wanted)}
          closed={() => setWanted(null)}
        >
          <p>
            {ROLE_WORDS[wanted].name}: {ROLE_WORDS[wanted].may}.
            {wanted === 'owner' && ' That is every message and code of every address, and who may see them.'}
          </p>
          {isSelf && <p className="mt-2">You cannot take it back yourself: somebody else would have to.</p>}
        </Confirm>
      )}
    </>
  );
}

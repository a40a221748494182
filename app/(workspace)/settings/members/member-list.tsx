import { Age } from '#app/(workspace)/age.tsx';
import { RemoveMember } from '#app/(workspace)/settings/members/member-buttons.tsx';
import { PasswordLink } from '#app/(workspace)/settings/members/password-link.tsx';
import { RoleSelect } from '#app/(workspace)/settings/members/role-select.tsx';
import { ROLE_WORDS } from '#app/(workspace)/settings/role-words.ts';
import type { Role } from '#lib/access/actor.ts';
import type { PublicMember } from '#lib/access/people.ts';

export function MemberList({
  members,
  roles,
  self,
}: {
  members: PublicMember[];
  /** Those that may be given. */
  roles: Role[];
  self: string;
}) {
  return (
    <section aria-labelledby="members">
      <h2 id="members" className="mb-1 font-semibold">
        Members
      </h2>
      <ul aria-labelledby="members" className="border-line border-t">
        {members.map((member) => (
          <li
            key={member.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b py-3"
          >
            <div className="min-w-0 flex-1 basis-48 max-sm:basis-full">
              <p className="break-words font-medium">
                {member.name}
                {member.id === self && <span className="font-normal text-ink-2"> · you</span>}
              </p>
              <p className="break-all text-ink-2 text-small">{member.email}</p>
              <p className="text-ink-3 text-small">
                {member.hasSecondFactor ? 'second factor on' : 'no second factor'} ·{' '}
                {member.lastSeenAt ? (
                  <>
                    last here <Age ago at={member.lastSeenAt} />
                  </>
                ) : (
                  'not signed in'
                )}
              </p>
            </div>
            {member.mayChange ? (
              <div className="contents">
                <RoleSelect
                  id={member.id}
                  name={member.name}
                  role={member.role}
                  roles={roles}
                  isSelf={member.id === self}
                />
                {member.id !== self && <PasswordLink id={member.id} name={member.name} />}
                <RemoveMember id={member.id} name={member.name} />
              </div>
            ) : (
              <span className="text-ink-2">{ROLE_WORDS[member.role].name}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

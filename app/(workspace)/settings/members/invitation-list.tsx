import { EndsIn } from '#app/(workspace)/ends-in.tsx';
import { RevokeInvitation } from '#app/(workspace)/settings/members/member-buttons.tsx';
import { ROLE_WORDS } from '#app/(workspace)/settings/role-words.ts';
import type { PublicInvitation } from '#lib/access/invitations.ts';

/** Those who have not come yet. */
export function InvitationList({ invitations }: { invitations: PublicInvitation[] }) {
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="invited">
      <h2 id="invited" className="mb-1 font-semibold">
        Invited
      </h2>
      <ul aria-labelledby="invited" className="border-line border-t">
        {invitations.map(({ id, email, role, invitedBy, expiresAt }) => (
          <li key={id} className="flex items-center gap-3 border-line border-b py-2">
            <div className="min-w-0 flex-1">
              <p className="break-all font-medium">{email}</p>
              <p className="text-ink-3 text-small">
                {ROLE_WORDS[role].name} · by {invitedBy} ·{' '}
                <EndsIn at={expiresAt} soon="ends in" over="ended" />
              </p>
            </div>
            <RevokeInvitation id={id} email={email} />
          </li>
        ))}
      </ul>
    </section>
  );
}

'use client';
import { endInvitation, endMembership } from '#app/(workspace)/settings/members/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

export function RemoveMember({ id, name }: { id: string; name: string }) {
  return (
    <Confirm
      trigger={
        <Button look="quiet" aria-label={`Remove ${name} …`}>
          Remove …
        </Button>
      }
      title={`Remove ${name}?`}
      action={`Remove ${name} now`}
      act={() => endMembership(id)}
    >
      They are signed out everywhere at once, and what they were granted is gone; their webhooks are switched
      off, and the API tokens that they made are revoked. What else they created stays. A token that somebody
      else made, and whose secret they know, goes on working: revoke that too.
    </Confirm>
  );
}

export function RevokeInvitation({ id, email }: { id: string; email: string }) {
  return (
    <Confirm
      trigger={
        <Button look="quiet" aria-label={`Revoke the invitation for ${email} …`}>
          Revoke …
        </Button>
      }
      title="Revoke this invitation?"
      action="Revoke it"
      act={() => endInvitation(id)}
    >
      The link for <span className="break-all">{email}</span> works no more.
    </Confirm>
  );
}

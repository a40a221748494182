'use client';
import { endToken } from '#app/(workspace)/settings/tokens/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

export function RevokeToken({ id, name }: { id: string; name: string }) {
  return (
    <Confirm
      trigger={<Button aria-label={`Revoke ${name} …`}>Revoke …</Button>}
      title={`Revoke “${name}”?`}
      action={`Revoke ${name}, for ever`}
      act={() => endToken(id)}
    >
      Programs that have it are refused within a second, and their waits and event streams end. Its webhooks
      are switched off. This cannot be undone.
    </Confirm>
  );
}

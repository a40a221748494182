'use client';
import { endSource } from '#app/(workspace)/settings/sources/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

export function RevokeSource({ id, name }: { id: string; name: string }) {
  return (
    <Confirm
      trigger={<Button aria-label={`Revoke ${name} …`}>Revoke …</Button>}
      title={`Revoke “${name}”?`}
      action={`Revoke ${name}, for ever`}
      act={() => endSource(id)}
    >
      Its requests are refused at once, and its texts come no more. Those that it brought stay. This cannot be
      undone; a new source has a new secret.
    </Confirm>
  );
}

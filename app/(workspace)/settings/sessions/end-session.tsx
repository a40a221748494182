'use client';
import { endOneSession } from '#app/(workspace)/settings/sessions/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

export function EndSession({ id, device }: { id: string; device: string }) {
  return (
    <Confirm
      trigger={<Button aria-label={`Sign out ${device} …`}>Sign out …</Button>}
      title={`Sign out ${device}?`}
      action="Sign it out"
      act={() => endOneSession(id)}
    >
      Its open pages lead to the sign-in at once.
    </Confirm>
  );
}

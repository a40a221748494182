'use client';
import { useState, useTransition } from 'react';
import { openAddress } from '#app/(workspace)/sharing/actions.ts';
import { Choice } from '#app/ui/choice.tsx';
import { Mistake } from '#app/ui/field.tsx';

export function OpenSwitch({ addressId, open }: { addressId: string; open: boolean }) {
  const [busy, startTransition] = useTransition();
  const [mistake, setMistake] = useState<string>();
  return (
    <div>
      <Choice
        key={`${open} ${mistake}`}
        type="checkbox"
        defaultChecked={open}
        disabled={busy}
        onChange={(event) => {
          const next = event.currentTarget.checked;
          startTransition(async () =>
            setMistake(
              await openAddress(addressId, next).catch(() => 'Mailroom does not answer. Try again.'),
            ),
          );
        }}
        note="every member but guests is then a viewer"
      >
        Open to the workspace
      </Choice>
      {mistake && <Mistake>{mistake}</Mistake>}
    </div>
  );
}

'use client';
import { useOptimistic, useState, useTransition } from 'react';
import { openAddress } from '#app/(workspace)/sharing/actions.ts';
import { Choice } from '#app/ui/choice.tsx';
import { Mistake } from '#app/ui/field.tsx';

export function OpenSwitch({ addressId, open }: { addressId: string; open: boolean }) {
  const [, startTransition] = useTransition();
  const [shown, show] = useOptimistic(open);
  const [mistake, setMistake] = useState<string>();
  return (
    <div>
      <Choice
        type="checkbox"
        checked={shown}
        onChange={({ target: { checked } }) =>
          startTransition(async () => {
            show(checked);
            setMistake(
              await openAddress(addressId, checked).catch(() => 'Mailroom does not answer. Try again.'),
            );
          })
        }
        note="every member but guests is then a viewer"
      >
        Open to the workspace
      </Choice>
      {mistake && <Mistake>{mistake}</Mistake>}
    </div>
  );
}

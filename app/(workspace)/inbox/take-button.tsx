'use client';
import { Hand } from 'lucide-react';
import { isMine, useClaim } from '#app/(workspace)/inbox/use-claim.ts';
import { useOffers } from '#app/(workspace)/palette/offers.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import { KeyHint } from '#app/ui/key-hint.tsx';
import type { CodeState } from '#lib/codes/present.ts';

/** "Take it", until it is taken; then by whom, as far as this page knows. A refusal stands below. */
export function TakeButton({
  id,
  state,
  code,
  newest = false,
}: {
  id: string;
  state: CodeState;
  code: string;
  /** The one that has the key; there may be another button for each code of the open message. */
  newest?: boolean;
}) {
  const claim = useClaim(id);
  const can = !claim.isPending && state === 'usable' && !isMine(id);
  const take = () => claim.mutate();
  useShortcuts(can && newest ? { t: take } : {});
  useOffers(() =>
    can
      ? [
          {
            ...(newest
              ? { group: 'The newest code', name: 'Take the newest code', note: code, keys: 't' }
              : { group: 'This code', name: `Take the code ${code}` }),
            ...{ id: `take ${newest ? 'newest' : id}`, terms: 'claim', run: take },
          },
        ]
      : [],
  );
  const taken = isMine(id) ? 'Taken by you' : state === 'claimed' ? 'Taken' : null;
  if (taken) return <span className="px-2 text-ink-2">{taken}</span>;
  return (
    <div>
      <Button
        look="quiet"
        disabled={!can}
        onClick={take}
        aria-keyshortcuts={newest ? 't' : undefined}
        title="Nobody else gets this code, no program either"
        className="max-md:h-10"
      >
        <Hand aria-hidden size={16} strokeWidth={1.5} />
        Take it {newest && <KeyHint keys="t" className="text-ink-3" />}
      </Button>
      {claim.error && <Mistake>{claim.error.message}</Mistake>}
    </div>
  );
}

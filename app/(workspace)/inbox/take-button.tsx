'use client';
import { Hand } from 'lucide-react';
import { takenWords } from '#app/(workspace)/inbox/states.ts';
import { isMine, useTaken } from '#app/(workspace)/inbox/taken.ts';
import { isTaken, useClaim } from '#app/(workspace)/inbox/use-claim.ts';
import { useOffers } from '#app/(workspace)/palette/offers.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import { KeyHint } from '#app/ui/key-hint.tsx';
import type { CodeState } from '#lib/codes/present.ts';

/** "Take it", until it is taken; then by whom, as far as this page knows. Any other refusal stands below, on a line of its own. */
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
  const taken = useTaken(id);
  const can = !claim.isPending && state === 'usable' && !taken;
  const take = () => {
    // Pressed twice at once, the second would be told that it came too late.
    if (!isMine(id)) claim.mutate();
  };
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
  if (taken || state === 'claimed') {
    const words = takenWords(taken?.by ?? null, taken?.mine);
    return <span className="inline-block px-2 text-ink-2 first-letter:uppercase">{words}</span>;
  }
  return (
    <div className="contents">
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
      {claim.error && !isTaken(claim.error) && (
        <div className="basis-full pb-1">
          <Mistake>{claim.error.message}</Mistake>
        </div>
      )}
    </div>
  );
}

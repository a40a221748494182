'use client';
import { Hand } from 'lucide-react';
import { isMine, useClaim } from '#app/(workspace)/inbox/use-claim.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { CodeState } from '#lib/codes/present.ts';

/** "Take it", until it is taken; then by whom, as far as this page knows. A refusal stands below. */
export function TakeButton({ id, state }: { id: string; state: CodeState }) {
  const claim = useClaim(id);
  const taken = isMine(id) ? 'Taken by you' : state === 'claimed' ? 'Taken' : null;
  if (taken) return <span className="px-2 text-ink-2">{taken}</span>;
  return (
    <div>
      <Button
        look="quiet"
        disabled={claim.isPending || state !== 'usable'}
        onClick={() => claim.mutate()}
        title="Nobody else gets this code, no program either"
        className="max-md:h-10"
      >
        <Hand aria-hidden size={16} strokeWidth={1.5} />
        Take it
      </Button>
      {claim.error && <Mistake>{claim.error.message}</Mistake>}
    </div>
  );
}

import { BadgeCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { Proof } from '#app/(workspace)/inbox/states.ts';

const LOOKS = {
  proven: { Icon: BadgeCheck, ink: 'text-accent' },
  unproven: { Icon: TriangleAlert, ink: 'text-amber' },
  checking: { Icon: CircleDashed, ink: 'text-ink-3' },
  none: { Icon: null, ink: 'text-ink-3' },
};

/** Who really sent it, by a sign, a colour and in words: never by the colour alone. */
export function ProofLine({ proof, long = false }: { proof: Proof; long?: boolean }) {
  const { Icon, ink } = LOOKS[proof.level];
  return (
    <span title={proof.long} className={`flex min-w-0 items-center gap-1 text-small ${ink}`}>
      {Icon && <Icon aria-hidden size={long ? 16 : 12} strokeWidth={1.5} className="shrink-0" />}
      <span className={long ? 'min-w-0' : 'truncate'}>{long ? proof.long : proof.short}</span>
    </span>
  );
}

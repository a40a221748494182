import type { Proof } from '#app/(workspace)/inbox/states.ts';

const LOOKS = {
  proven: 'sign sign-proven text-accent',
  unproven: 'sign sign-unproven text-amber',
  checking: 'sign sign-checking text-ink-3',
  none: 'text-ink-3',
};

/** Who really sent it, by a sign, a colour and in words: never by the colour alone. */
export function ProofLine({
  proof,
  long = false,
  className = '',
}: {
  proof: Proof;
  long?: boolean;
  className?: string;
}) {
  return (
    <span className={`text-small ${LOOKS[proof.level]} ${long ? '[--sign:16px]' : 'truncate'} ${className}`}>
      {long ? proof.long : proof.short}
    </span>
  );
}

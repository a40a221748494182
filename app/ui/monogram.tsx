/** Where a mail says it is from: what is shown when it cannot be called the service's. */
export function senderDomain(address: string | null): string {
  return address?.split('@').at(-1) ?? 'Unknown sender';
}

/** Two letters in a square instead of a trademark. The name always stands beside it, so it says nothing to a screen reader. Solid: proven. */
export function Monogram({
  name,
  solid,
  size = 20,
  className = '',
}: {
  name: string;
  solid: boolean;
  size?: 20 | 28;
  className?: string;
}) {
  const letters = lettersOf(name);
  const small = letters.length > 1 ? 'text-[9px]' : 'text-[11px]';
  return (
    <span
      aria-hidden
      className={`inline-grid shrink-0 place-items-center rounded-mark font-semibold leading-none ${
        size === 28 ? 'size-7 text-[13px]' : `size-5 ${small}`
      } ${solid ? 'bg-ink text-pane' : 'border border-line bg-raised text-ink-2'} ${className}`}
    >
      {letters}
    </span>
  );
}

/** X → X, GitHub → GH, info@shop.example → I. */
function lettersOf(name: string): string {
  const capitals = name.match(/\p{Lu}/gu) ?? [];
  const letters = capitals.length > 1 ? capitals.slice(0, 2) : [name.match(/[\p{L}\p{N}]/u)?.[0] ?? '?'];
  return letters.join('').toUpperCase();
}

/** The shortcut of the control it stands in. Not for touch: there is no keyboard to press it on. */
export function KeyHint({ keys, className = '' }: { keys: string; className?: string }) {
  return (
    <kbd aria-hidden className={`font-mono text-small pointer-coarse:hidden ${className}`}>
      {keys}
    </kbd>
  );
}

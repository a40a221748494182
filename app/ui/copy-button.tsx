'use client';
import { Button, type ButtonLook } from '#app/ui/button.tsx';
import { COPY_ICONS, COPY_WORDS } from '#app/ui/copy-state.ts';
import { useCopy } from '#app/ui/use-copy.ts';

/** Copies something that is not a code: an address, a DNS record, a command. */
export function CopyButton({
  text,
  what,
  look = 'quiet',
}: {
  text: string;
  /** For a screen reader: "Copy <what>". */
  what: string;
  look?: ButtonLook;
}) {
  const [state, copy] = useCopy(text);
  const Icon = COPY_ICONS[state];
  return (
    <Button
      look={state === 'failed' ? 'danger' : look}
      onClick={copy}
      aria-label={`Copy ${what}`}
      className="min-w-[88px]"
    >
      <Icon aria-hidden size={16} strokeWidth={1.5} />
      {COPY_WORDS[state]}
    </Button>
  );
}

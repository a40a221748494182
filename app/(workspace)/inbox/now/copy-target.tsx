'use client';
import { Check, Copy } from 'lucide-react';
import { useCopyCode } from '#app/(workspace)/inbox/use-copy-code.ts';
import { useOffers } from '#app/(workspace)/palette/offers.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { CodeText } from '#app/ui/code-text.tsx';
import { KeyHint } from '#app/ui/key-hint.tsx';

/** The largest thing on the screen: the code, and copying it. On a phone it is as wide as the screen, under the thumb. */
export function CopyTarget({
  id,
  messageId,
  code,
  faded = false,
}: {
  /** Of a code that came in a message; an authenticator’s has none. */
  id?: string;
  messageId: string | null;
  code: string;
  /** Another has taken it. */
  faded?: boolean;
}) {
  const [state, copy] = useCopyCode(messageId, code, id);
  useShortcuts({ c: copy });
  useOffers(() => [
    {
      ...{ id: 'copy newest', group: 'The newest code', note: code, keys: 'c', run: copy },
      name: messageId ? 'Copy the newest code' : 'Copy the authenticator’s code',
    },
  ]);
  const copied = state === 'copied';
  const Icon = copied ? Check : Copy;
  return (
    <button
      type="button"
      data-early
      onClick={copy}
      aria-keyshortcuts="c"
      className="group/now flex w-full items-center justify-between gap-3 px-4 py-2 text-left max-md:mt-2 max-md:h-14 max-md:rounded-control max-md:bg-accent-fill max-md:text-on-accent"
    >
      {/* "Copy" first, for whoever hears it: "Copy 62v3cc5t". For the eye the code comes first. */}
      <span className="order-last inline-flex h-9 w-[112px] shrink-0 items-center justify-center gap-2 rounded-control bg-accent-fill font-medium text-on-accent group-hover/now:bg-accent-fill-hover max-md:w-auto max-md:bg-transparent max-md:text-code">
        <Icon aria-hidden size={16} strokeWidth={1.5} />
        {copied ? 'Copied' : state === 'failed' ? 'Not copied' : 'Copy'}
        {state === 'ready' && <KeyHint keys="c" className="opacity-80" />}
      </span>
      <span className={`min-w-0 truncate text-now max-md:text-[26px] ${faded ? 'md:text-ink-3' : ''}`}>
        <CodeText code={code} />
      </span>
    </button>
  );
}

'use client';
import { COPY_BY_HAND, useCopyCode } from '#app/(workspace)/inbox/use-copy-code.ts';
import { useOffers } from '#app/(workspace)/palette/offers.ts';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import { CodeText } from '#app/ui/code-text.tsx';
import { COPY_ICONS, COPY_WORDS } from '#app/ui/copy-state.ts';
import { Mistake } from '#app/ui/field.tsx';
import { KeyHint } from '#app/ui/key-hint.tsx';

/** On a phone the whole target has the colour that the button has on a desk. */
const LOOKS = {
  ready: {
    target: 'max-md:bg-accent-fill max-md:text-on-accent',
    button: 'bg-accent-fill text-on-accent group-hover/now:bg-accent-fill-hover',
  },
  faded: { target: 'text-ink-3 max-md:bg-raised', button: 'border border-line text-ink-2 max-md:border-0' },
  failed: { target: 'max-md:bg-red-soft', button: 'bg-red-soft text-red' },
};

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
  const [state, copy, shown] = useCopyCode(messageId, code, id);
  useShortcuts({ c: copy });
  useOffers(() => [
    {
      ...{ id: 'copy newest', group: 'The newest code', note: code, keys: 'c', run: copy },
      name: messageId ? 'Copy the newest code' : 'Copy the authenticator’s code',
    },
  ]);
  const Icon = COPY_ICONS[state];
  const look = LOOKS[state === 'failed' ? 'failed' : faded ? 'faded' : 'ready'];
  return (
    <>
      <button
        type="button"
        data-early
        onClick={copy}
        aria-keyshortcuts="c"
        className={`group/now flex w-full items-center justify-between gap-3 px-4 py-2 text-left max-md:mt-2 max-md:h-14 max-md:rounded-control ${look.target}`}
      >
        {/* "Copy" first, for whoever hears it: "Copy 62v3cc5t". For the eye the code comes first. */}
        <span
          className={`order-last inline-flex h-9 w-[112px] shrink-0 items-center justify-center gap-2 rounded-control font-medium max-md:w-auto max-md:bg-transparent max-md:text-code ${look.button}`}
        >
          <Icon aria-hidden size={16} strokeWidth={1.5} />
          {COPY_WORDS[state]}
          {state === 'ready' && <KeyHint keys="c" className="opacity-80" />}
        </span>
        <span className="min-w-0 truncate text-now max-md:text-[26px]">
          <CodeText ref={shown} code={code} />
        </span>
      </button>
      {state === 'failed' && (
        <div className="px-4 max-md:px-1">
          <Mistake>{COPY_BY_HAND}</Mistake>
        </div>
      )}
    </>
  );
}

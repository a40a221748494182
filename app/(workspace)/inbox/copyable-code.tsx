'use client';
import { Check } from 'lucide-react';
import { COPY_BY_HAND, useCopyCode } from '#app/(workspace)/inbox/use-copy-code.ts';
import { CodeText } from '#app/ui/code-text.tsx';

/** A code in a row of the list: press it and it is copied. It stays legible whatever its state; a newer one may never come. */
export function CopyableCode({
  id,
  messageId,
  code,
  faded,
  tabStop,
}: {
  id: string;
  messageId: string;
  code: string;
  faded: boolean;
  tabStop: boolean;
}) {
  const [state, copy, shown] = useCopyCode(messageId, code, id);
  return (
    <>
      <button
        type="button"
        data-early
        tabIndex={tabStop ? 0 : -1}
        aria-label={`Copy ${code}`}
        title="Copy"
        onClick={copy}
        className={`relative z-10 col-start-3 row-start-1 -mx-1 max-w-full justify-self-start overflow-hidden rounded-control px-1 text-left text-code hover:bg-raised pointer-fine:pr-[22px] max-md:-my-0.5 max-md:mx-0 max-md:h-6 max-md:justify-self-end max-md:px-0 ${faded ? 'text-ink-3' : 'text-ink'} ${state === 'copied' ? '' : 'sign-copy'}`}
      >
        {state === 'copied' ? (
          <span className="flex items-center gap-1 font-medium text-accent text-body">
            <Check aria-hidden size={16} strokeWidth={1.5} /> Copied
          </span>
        ) : (
          <CodeText ref={shown} code={code} />
        )}
      </button>
      {state === 'failed' && (
        <span
          role="alert"
          title={COPY_BY_HAND}
          className="relative z-10 col-start-3 row-start-2 justify-self-start rounded-mark bg-red-soft px-1 text-red text-small max-md:justify-self-end md:-mx-1"
        >
          Not copied
        </span>
      )}
    </>
  );
}

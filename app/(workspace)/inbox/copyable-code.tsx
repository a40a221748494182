'use client';
import { Check, Copy } from 'lucide-react';
import { useCopyCode } from '#app/(workspace)/inbox/use-copy-code.ts';
import { CodeText } from '#app/ui/code-text.tsx';

/** A code in a row of the list: press it and it is copied. It stays legible whatever its state; a newer one may never come. */
export function CopyableCode({
  messageId,
  code,
  faded,
  tabStop,
}: {
  messageId: string;
  code: string;
  faded: boolean;
  tabStop: boolean;
}) {
  const [state, copy] = useCopyCode(messageId, code);
  return (
    <button
      type="button"
      tabIndex={tabStop ? 0 : -1}
      aria-label={`Copy ${code}`}
      title="Copy"
      onClick={(event) => {
        event.stopPropagation();
        copy();
      }}
      className={`group/copy -mx-1 flex max-w-full items-center gap-1 overflow-hidden rounded-control px-1 text-code hover:bg-raised max-md:-my-0.5 max-md:mr-0 max-md:ml-auto max-md:h-6 max-md:px-0 ${faded ? 'text-ink-3' : 'text-ink'}`}
    >
      {state === 'copied' ? (
        <span className="flex items-center gap-1 font-medium text-accent text-body">
          <Check aria-hidden size={16} strokeWidth={1.5} /> Copied
        </span>
      ) : (
        <>
          <CodeText code={code} />
          <Copy
            aria-hidden
            size={14}
            strokeWidth={1.5}
            className="shrink-0 text-ink-3 opacity-0 pointer-coarse:hidden group-hover/copy:opacity-100 group-hover/row:opacity-100"
          />
        </>
      )}
    </button>
  );
}

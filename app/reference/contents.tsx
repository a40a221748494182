import { ChevronRight } from 'lucide-react';
import { Fragment } from 'react';
import type { Operation } from '#app/reference/schema.ts';

export type Group = { name: string; operations: { method: string; path: string; operation: Operation }[] };

/** Every operation, beside the text where there is room for it. */
export function Contents({ groups }: { groups: Group[] }) {
  return (
    <div className="sticky top-0 max-h-dvh overflow-y-auto py-8 max-md:hidden">
      <Operations groups={groups} />
    </div>
  );
}

/** Else behind one line, where the operations begin. It works without a script, so it is a list of its own. */
export function FoldedContents({ groups }: { groups: Group[] }) {
  return (
    <details className="group mb-4 border-line border-y md:hidden">
      <summary className="flex h-11 list-none items-center gap-2 font-medium [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden size={16} strokeWidth={1.5} className="text-ink-3 group-open:rotate-90" />
        Contents
      </summary>
      <Operations groups={groups} />
    </details>
  );
}

function Operations({ groups }: { groups: Group[] }) {
  return (
    <nav aria-label="Operations">
      {groups.map(({ name, operations }) => (
        <div key={name} className="mb-4">
          <p className="mb-1 font-medium text-ink-3 text-small">{name}</p>
          <ul>
            {operations.map(({ method, path, operation: { operationId } }) => (
              <li key={operationId}>
                <a
                  href={`#${operationId}`}
                  className="grid grid-cols-[48px_minmax(0,1fr)] gap-2 rounded-control py-1 text-small text-ink-2 hover:text-ink pointer-coarse:py-3"
                >
                  <span className="font-mono text-ink-3">{method.toUpperCase()}</span>
                  <span className="break-words font-mono">
                    {path.split('/').map((part, place) => (
                      // biome-ignore lint/suspicious/noArrayIndexKey: a path's parts keep their places.
                      <Fragment key={place}>
                        {place > 0 && (
                          <>
                            <wbr />/
                          </>
                        )}
                        {part}
                      </Fragment>
                    ))}
                  </span>
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <a href="#problems" className="text-ink-2 text-small hover:text-ink">
        Problems
      </a>
    </nav>
  );
}

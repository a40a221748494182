import type { Operation } from '#app/reference/schema.ts';

export type Group = { name: string; operations: { method: string; path: string; operation: Operation }[] };

/** Every operation, beside the text where there is room for it. */
export function Contents({ groups }: { groups: Group[] }) {
  return (
    <nav
      aria-label="Operations"
      className="max-md:mb-6 md:sticky md:top-0 md:max-h-dvh md:overflow-y-auto md:py-8"
    >
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
                  <span className="break-words font-mono">{path}</span>
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

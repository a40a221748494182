import { PROBLEMS } from '#app/api/v1/problem.ts';

/** What a `type` of a problem leads to (RFC 9457 section 3.1.1). */
export function Problems() {
  return (
    <section id="problems" aria-labelledby="problems-title" className="scroll-mt-6">
      <h2 id="problems-title" className="mt-4 mb-2 font-semibold text-title">
        Problems
      </h2>
      <p className="mb-2 text-ink-2">
        What is refused is answered in application/problem+json. Its <code className="font-mono">type</code>{' '}
        ends in one of these codes, which stay as they are; its <code className="font-mono">detail</code> says
        what was wrong, and <code className="font-mono">errors</code> names each field.
      </p>
      <dl className="border-line border-t">
        {Object.entries(PROBLEMS).map(([code, { status, title }]) => (
          <div
            key={code}
            id={`problem-${code}`}
            className="grid scroll-mt-6 grid-cols-[minmax(0,1fr)] gap-x-4 border-line border-b py-2 target:bg-accent-soft sm:grid-cols-[220px_minmax(0,1fr)]"
          >
            <dt>
              <code className="font-mono text-small">{code}</code>
            </dt>
            <dd className="text-ink-2">
              {status} · {title}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { exampleOf } from '#app/api/v1/openapi.json/example.ts';
import { curlOf } from '#app/reference/curl.ts';
import { Fields, plain, rowsOf } from '#app/reference/fields.tsx';
import type { Media, Operation } from '#app/reference/schema.ts';
import { Copyable } from '#app/ui/copyable.tsx';

/**
 * One operation: what it does, what it takes, how to ask it, and what it answered when it was asked so. What a webhook
 * is sent has no path to ask.
 */
export function OperationSection({
  server,
  method,
  path,
  operation,
}: {
  server: string;
  method: string;
  path: string;
  operation: Operation;
}) {
  const { operationId: id, summary, parameters } = operation;
  const example = exampleOf(id);
  const body = operation.requestBody?.content['application/json']?.schema;
  const [status, success] = Object.entries(operation.responses)[0] ?? [];
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-6 grid-cols-[minmax(0,1fr)] gap-4 border-line border-t py-8"
    >
      <div>
        <h3 id={`${id}-title`} className="break-words font-mono font-medium text-code">
          <a href={`#${id}`} className="hover:underline">
            <span className="text-accent">{method.toUpperCase()}</span> {path}
          </a>
        </h3>
        <p className="mt-1">{plain(summary)}</p>
        {operation['x-scope'] && (
          <p className="text-ink-2 text-small">
            Scope <code className="font-mono">{operation['x-scope']}</code>
          </p>
        )}
      </div>
      <Fields title="Parameters" rows={parameters} />
      {body && <Fields title="Body, JSON" rows={rowsOf(body)} />}
      {example && !example.path && <Json of={example.body} />}
      {example?.path && (
        <Copyable text={curlOf(server, method.toUpperCase(), example)} what={`the request ${id}`} />
      )}
      <Answer status={status} media={success?.content} answer={example?.answer} />
    </section>
  );
}

function Answer({
  status,
  media,
  answer,
}: {
  status: string | undefined;
  media: Record<string, Media> | undefined;
  answer: unknown;
}) {
  return (
    <div>
      <h4 className="mb-1 font-medium">
        {status}
        <span className="font-normal text-ink-2 text-small"> {Object.keys(media ?? {}).join(' or ')}</span>
      </h4>
      {answer !== undefined && <Json of={answer} />}
    </div>
  );
}

function Json({ of }: { of: unknown }) {
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls what is long by its keys.
      tabIndex={0}
      className="max-h-80 overflow-auto whitespace-pre-wrap rounded-control border border-line bg-raised p-3 font-mono text-small wrap-anywhere"
    >
      {typeof of === 'string' ? of : JSON.stringify(of, null, 2)}
    </pre>
  );
}

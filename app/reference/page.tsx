import type { Metadata } from 'next';
import { currentDocument } from '#app/api/v1/openapi.json/current.ts';
import { Contents, FoldedContents, type Group } from '#app/reference/contents.tsx';
import { Fields, plain, rowsOf } from '#app/reference/fields.tsx';
import { OperationSection } from '#app/reference/operation.tsx';
import { Problems } from '#app/reference/problems.tsx';
import type { Document } from '#app/reference/schema.ts';
import { Mark } from '#app/ui/mark.tsx';

export const metadata: Metadata = { title: 'API reference' };

/**
 * The OpenAPI document for people. Made here and not by one of the usual renderers: they bring megabytes of script
 * to a page that needs none, and look like another product.
 */
export default function ReferencePage() {
  const document = currentDocument() as Document;
  const server = document.servers[0]?.url ?? '';
  const groups = groupsOf(document);
  return (
    <div className="mx-auto grid max-w-[1080px] grid-cols-[minmax(0,1fr)] px-6 max-md:px-4 max-md:pt-6 md:grid-cols-[240px_minmax(0,1fr)] md:gap-12">
      <Contents groups={groups} />
      <main className="min-w-0 pb-16 md:pt-8">
        <p className="mb-6 flex items-center gap-2 font-medium">
          <Mark /> Mailroom
        </p>
        <h1 className="mb-2 font-semibold text-title">API reference</h1>
        {document.info.description.split('\n\n').map((paragraph) => (
          <p key={paragraph} className="mb-2 text-ink-2">
            {plain(paragraph)}
          </p>
        ))}
        <p className="mb-8 text-ink-2 max-md:mb-6">
          Every request carries <code className="font-mono text-small">Authorization: Bearer mrt_…</code>. The
          examples are what a test was really answered. For programs there is{' '}
          <a href="/api/v1/openapi.json" className="underline underline-offset-2">
            openapi.json
          </a>
          .
        </p>
        <FoldedContents groups={groups} />
        {groups.map(({ name, operations }) => (
          <section key={name} aria-label={name}>
            <h2 className="mt-4 mb-2 font-semibold text-title">{name}</h2>
            {operations.map((each) => (
              <OperationSection key={each.operation.operationId} server={server} {...each} />
            ))}
          </section>
        ))}
        <h2 className="mt-4 mb-2 font-semibold text-title">Schemas</h2>
        {Object.entries(document.components.schemas).map(([name, schema]) => (
          <section key={name} id={`schema-${name}`} className="scroll-mt-6 py-3">
            <Fields title={name} rows={rowsOf(schema)} heading="h3" />
          </section>
        ))}
        <Problems />
      </main>
    </div>
  );
}

/** By the first part of the path: codes, messages, … */
function groupsOf({ paths, webhooks }: Document): Group[] {
  const all = Object.entries({ ...paths, ...webhooks }).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  return [...Map.groupBy(all, ({ operation }) => operation.tags[0] ?? '')].map(([name, operations]) => ({
    name: name.charAt(0).toUpperCase() + name.slice(1),
    operations,
  }));
}

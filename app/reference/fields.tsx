import { type Schema, wordsOf } from '#app/reference/schema.ts';

type Row = { name: string; schema: Schema; required: boolean; description?: string };

/** Names, types and what they mean: parameters, the members of a body or of a schema. */
export function Fields({
  title,
  rows,
  heading: Heading = 'h4',
}: {
  title: string;
  rows: Row[];
  heading?: 'h3' | 'h4';
}) {
  if (rows.length === 0) return null;
  return (
    <div>
      <Heading className="mb-1 font-medium">{title}</Heading>
      <dl className="border-line border-t">
        {rows.map(({ name, schema, required, description }) => (
          <div
            key={name}
            className="grid grid-cols-[minmax(0,1fr)] gap-x-4 border-line border-b py-2 sm:grid-cols-[180px_minmax(0,1fr)]"
          >
            <dt className="min-w-0 break-words">
              <code className="font-mono text-small">{name}</code>
              {required && <span className="text-ink-3 text-small"> required</span>}
            </dt>
            <dd className="min-w-0 break-words">
              <span className="text-ink-3 text-small">{wordsOf(schema)}</span>
              {description && <span className="block text-ink-2">{plain(description)}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

export function rowsOf({ properties = {}, required = [] }: Schema): Row[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    schema,
    required: required.includes(name) && !('default' in schema),
    description: schema.description,
  }));
}

/** Descriptions are Markdown, of which we only write code marks. */
export function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
}

import examples from '#app/api/v1/openapi.json/examples.json' with { type: 'json' };

/** A request of an operation and what it was answered: recorded by tests/app/api/v1/examples.test.ts, not made up. */
export type Example = {
  /** With the values of its variables, and the query. Empty for what a webhook is sent: its `body`. */
  path: string;
  body?: object;
  /** The JSON, or the text of what is no JSON. */
  answer?: unknown;
};

export function exampleOf(operationId: string): Example | undefined {
  return (examples as Record<string, Example>)[operationId];
}

/** What stands in the example's path for a variable of the route's. */
export function pathValue(route: string, name: string, { path }: Example): string {
  const at = route.split('/').indexOf(`{${name}}`);
  return decodeURIComponent(path.split('?')[0]?.split('/')[at] ?? '');
}

export function queryValue(name: string, { path }: Example): string | undefined {
  return new URLSearchParams(path.split('?')[1]).get(name) ?? undefined;
}

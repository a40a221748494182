import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeFeed } from '#lib/feed/listen.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage } from '#tests/support/fixtures.ts';
import { SECRET } from '#tests/support/web-app.ts';

useDatabase();
process.env.MAILROOM_SECRET = SECRET;

type Operation = {
  method: string;
  path: string;
  parameters: { name: string; in: string }[];
  /** The fields of its body, or null when it has none. */
  fields: string[] | null;
};

let token: string;
let operations: Operation[];
let real: string[];
beforeAll(async () => {
  const workspace = await makeWorkspace('inbox.example');
  token = await issueToken(workspace);
  const address = await makeAddress(workspace, 'brand');
  const { messageId, codeId } = await storeMessage(address, { code: '123456' });
  real = [
    address.address,
    address.id,
    messageId,
    codeId,
    workspace.id,
    '+14155550100',
    '2026-11-24T10:00:00Z',
  ];
  operations = await readOperations();
});
afterAll(closeFeed);

/** Every operation of the document but the stream, which does not end. */
async function readOperations(): Promise<Operation[]> {
  const document = await (await call(null, 'GET', '/openapi.json')).json();
  return Object.entries(document.paths as Record<string, Record<string, object>>)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        parameters: (operation as { parameters: Operation['parameters'] }).parameters,
        fields: fieldsOf(operation),
      })),
    )
    .filter(({ path }) => path !== '/events');
}

function fieldsOf(operation: object): string[] | null {
  const { requestBody } = operation as {
    requestBody?: { content: Record<string, { schema: { properties?: object } }> };
  };
  return requestBody ? Object.keys(requestBody.content['application/json']?.schema.properties ?? {}) : null;
}

const odd = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '0',
      '-1',
      '1e9',
      '99999999999999999999',
      'true',
      'null',
      'NaN',
      '%',
      "'",
      '"',
      '\\',
      '\0',
      '\u{d800}',
    ],
    ...[
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59.999Z',
      '2026-02-30T00:00:00Z',
      '2026-11-24T10:00:00+99:99',
    ],
    ...[
      '../../etc/passwd',
      'a@b',
      '@',
      '+',
      '+0',
      'x'.repeat(5_000),
      '🙂',
      '\u202e',
      '00000000-0000-0000-0000-000000000000',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

test('whatever is asked, the answer is never 500, and every refusal is a problem', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.infiniteStream(
        fc.oneof(
          odd,
          fc.nat().map((n) => real[n % real.length] ?? ''),
        ),
      ),
      fc.oneof(
        fc.json(),
        fc.object().map((body) => JSON.stringify(body)),
        odd,
      ),
      async (n, values, json) => {
        const operation = operations[n % operations.length];
        // What deletes would leave nothing to ask for.
        if (!operation || operation.method === 'DELETE') return;
        const next = () => values.next().value as string;
        const path = operation.path.replace(
          /\{\w+\}/g,
          () => encodeURIComponent(next().toWellFormed()) || 'x',
        );
        const query = new URLSearchParams(
          operation.parameters
            .filter((parameter) => parameter.in === 'query' && parameter.name !== 'wait')
            .flatMap((parameter) => (next().length % 2 === 0 ? [[parameter.name, next()]] : [])),
        );
        const body = operation.fields ? { body: fill(operation.fields, json, next) } : {};
        const answer = await call(token, operation.method, `${path}?${query}`, body);
        expect(answer.status, `${operation.method} ${path}?${query} ${JSON.stringify(body)}`).toBeLessThan(
          500,
        );
        if (answer.status < 400) return;
        expect(answer.headers.get('content-type')).toBe('application/problem+json');
        const problem = await answer.json();
        expect(problem).toMatchObject({
          type: expect.stringMatching(/\/problems\/[a-z-]+$/),
          status: answer.status,
        });
        if (answer.status === 422) expect(problem.errors.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 400 },
  );
}, 120_000);

/** Half of the bodies have the right fields, with values that are not. */
function fill(fields: string[], json: string, next: () => string): string {
  if (next().length % 2 === 0) return json;
  return JSON.stringify(Object.fromEntries(fields.map((field) => [field, next()])));
}

test('a cursor that no page gave is refused as such, on every route that takes one', async () => {
  const hook = await call(token, 'POST', '/webhooks', { body: { url: 'https://hooks.example.com/' } });
  const { id } = await hook.json();
  const uuid = crypto.randomUUID();
  // Numbers are Twilio's, and there is none here.
  const routes = operations.filter(
    ({ path, parameters }) => path !== '/numbers' && parameters.some(({ name }) => name === 'cursor'),
  );
  expect(routes.length).toBeGreaterThan(5);
  for (const { method, path } of routes)
    for (const forged of [
      `0000-01-01T00:00:00Z/${uuid}`,
      `0000-01-01T00:00:00.000Z/${uuid}`,
      `2026-02-30T00:00:00Z/${uuid}`,
      `2026-11-24T10:00:00Z/1`,
      'nonsense',
    ]) {
      const known = path.replace('{id}', path.startsWith('/webhooks') ? id : real[2]);
      const cursor = Buffer.from(forged).toString('base64url');
      const answer = await call(token, method, `${known}?cursor=${cursor}`);
      expect(answer.status, `${path} ${forged}`).toBe(422);
      expect((await answer.json()).errors).toMatchObject([{ field: 'cursor' }]);
    }
});

test('a body that is broken UTF-8 is refused as such, on every route that takes one', async () => {
  for (const { method, path } of operations.filter((operation) => operation.fields)) {
    const body = new Uint8Array([0x7b, 0x22, 0xc3, 0x28, 0xff, 0x22, 0x7d]);
    const answer = await call(token, method, path.replace(/\{\w+\}/g, crypto.randomUUID()), { body });
    expect(answer.status, `${method} ${path}`).toBe(422);
    expect((await answer.json()).errors).toEqual([{ field: 'body', detail: 'The body is not UTF-8.' }]);
  }
});

test('a body that is no object is refused in our words, on every route that takes one', async () => {
  for (const { method, path } of operations.filter((operation) => operation.fields))
    for (const body of ['[]', '7', '"x"', 'null']) {
      const answer = await call(token, method, path.replace(/\{\w+\}/g, crypto.randomUUID()), { body });
      expect(answer.status, `${method} ${path} ${body}`).toBe(422);
      expect((await answer.json()).errors).toEqual([
        { field: 'body', detail: 'The body must be a JSON object.' },
      ]);
    }
});

test('a method that a route has not is answered 405 with those that it has, as OPTIONS is, on every route', async () => {
  for (const [path, allowed] of Map.groupBy(operations, (operation) => operation.path)) {
    const has = allowed.map((operation) => operation.method);
    const named = [...has, ...(has.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort();
    const known = path.replace(/\{\w+\}/g, crypto.randomUUID());
    const options = await call(token, 'OPTIONS', known);
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')?.split(', ').sort()).toEqual(named);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((each) => !has.includes(each))) {
      const answer = await call(token, method, known);
      expect(answer.status, `${method} ${path}`).toBe(405);
      expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(named);
    }
  }
});

test('without a token every route answers 401, whatever is asked', async () => {
  for (const { method, path } of operations) {
    const answer = await call('nonsense', method, `${path.replace(/\{\w+\}/g, 'x')}?nonsense=1`);
    expect([401, 429], `${method} ${path}`).toContain(answer.status);
  }
});

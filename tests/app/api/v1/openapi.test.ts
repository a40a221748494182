import { readdirSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { expect, test } from 'vitest';
import { PATHS } from '#app/api/v1/openapi.json/paths.ts';
import { call } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';

useDatabase();

test('the document describes every route there is', () => {
  const files = readdirSync('app/api/v1', { recursive: true, encoding: 'utf8' });
  const routes = files
    .filter((file) => file.endsWith('/route.ts') && !/^(openapi|\[\[)/.test(file))
    .map((file) => `/${file.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`);
  expect(Object.keys(PATHS).sort()).toEqual(routes.sort());
});

test('the document is OpenAPI 3.1, with the scope, parameters and answers of each operation', async () => {
  const document = await (await call(null, 'GET', '/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  expect(document.servers).toEqual([{ url: 'http://localhost:3000/api/v1' }]);
  const latest = document.paths['/codes/latest'].get;
  expect(latest).toMatchObject({ operationId: 'getCodesLatest', 'x-scope': 'codes:read' });
  const wait = latest.parameters.find((parameter: { name: string }) => parameter.name === 'wait');
  expect(wait).toMatchObject({
    in: 'query',
    required: false,
    schema: { type: 'integer', minimum: 0, maximum: 60, default: 0 },
  });
  expect(latest.responses[200].content['application/json'].schema).toEqual({
    $ref: '#/components/schemas/Code',
  });
  expect(latest.responses[200].content).toHaveProperty('text/plain');
  const ids = Object.values(document.paths).flatMap((path) =>
    Object.values(path as Record<string, { operationId: string }>).map((operation) => operation.operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, name] of JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
    expect(document.components.schemas).toHaveProperty(name ?? '');
  expect(JSON.stringify(document)).not.toContain('$defs');
});

test('the document is valid OpenAPI 3.1, and so is every example in it by its schema', async () => {
  const document = await (await call(null, 'GET', '/openapi.json')).json();
  expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });

  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema({ $id: 'mailroom', components: document.components });
  const examples = findExamples(document);
  expect(examples.length).toBeGreaterThan(25);
  for (const { schema, example } of examples) {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"mailroom#/components/');
    const valid = ajv.validate(JSON.parse(text), example);
    expect(valid, `${ajv.errorsText()} in ${JSON.stringify(example).slice(0, 200)}`).toBe(true);
  }
});

/** Whatever has both a schema and an example: parameters, bodies and answers. */
function findExamples(part: unknown): { schema: object; example: unknown }[] {
  if (typeof part !== 'object' || part === null) return [];
  const here = 'schema' in part && 'example' in part ? [part as { schema: object; example: unknown }] : [];
  return [...here, ...Object.values(part).flatMap(findExamples)];
}

import { z } from 'zod';
import type { Endpoint } from '#app/api/v1/endpoint.ts';
import { type Example, exampleOf, pathValue, queryValue } from '#app/api/v1/openapi.json/example.ts';
import { PROBLEMS, type ProblemCode, RETRY_AFTER } from '#app/api/v1/problem.ts';
import { REQUESTS_A_SECOND, REQUESTS_AT_ONCE } from '#lib/access/allowance.ts';
import { UNKNOWN_TOKENS } from '#lib/access/authenticate.ts';

import { payloadSchema } from '#lib/webhooks/present.ts';

type Json = { [key: string]: unknown };

/** An OpenAPI 3.1 document of the routes, made from the schemas that check them. */
export function openApiDocument(paths: Record<string, object>, publicUrl: string): Json {
  const components: Json = {};
  const described = Object.entries(paths).map(([path, route]) => [
    path,
    describeRoute(path, route, components),
  ]);
  schemaOf(problemSchema, 'output', components);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Mailroom',
      version: '1',
      description: [
        'Verification codes and messages of managed addresses. Times are RFC 3339 in UTC; lists are newest first.',
        `A token makes up to ${REQUESTS_A_SECOND} requests a second, and up to ${REQUESTS_AT_ONCE} at once after a pause; beyond that, and after ${UNKNOWN_TOKENS} unknown tokens in a minute from one remote address, the answer is 429 with \`Retry-After\` in seconds. A request that waits counts once.`,
      ].join('\n\n'),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ token: [] }],
    paths: Object.fromEntries(described),
    webhooks: { event: { post: describeWebhook(components) } },
    components: {
      schemas: components,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API token, `mrt_…`, with the scope of the operation.',
        },
      },
    },
  };
}

/** What a webhook's URL is sent. */
function describeWebhook(components: Json): Json {
  const header = (name: string, description: string) => ({
    ...{ name, in: 'header', required: true, description, schema: { type: 'string' } },
  });
  return {
    operationId: 'webhookEvent',
    summary: 'What a webhook’s URL is sent, signed by the Standard Webhooks specification.',
    tags: ['webhooks'],
    security: [],
    parameters: [
      header('webhook-id', 'The delivery’s id, the same at each attempt.'),
      header('webhook-timestamp', 'Seconds since 1970, of this attempt.'),
      header('webhook-signature', '`v1,` and an HMAC-SHA256 in Base64.'),
    ],
    requestBody: {
      content: {
        'application/json': {
          schema: schemaOf(payloadSchema, 'output', components),
          example: exampleOf('webhookEvent')?.body,
        },
      },
    },
    responses: {
      '2XX': { description: 'Taken. Anything else is tried again.' },
      '410': { description: 'Wants nothing more: the webhook is switched off.' },
    },
  };
}

const problemSchema = z
  .object({
    type: z.url().describe('Ends in the code of the problem: the stable part.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('Names what was asked for.'),
    errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });

function describeRoute(path: string, route: object, components: Json): Json {
  const operations = Object.entries(route).filter(
    (entry): entry is [string, Endpoint] => 'definition' in entry[1],
  );
  return Object.fromEntries(
    operations.map(([method, endpoint]) => [
      method.toLowerCase(),
      describeOperation(method, path, endpoint, components),
    ]),
  );
}

function describeOperation(method: string, path: string, { definition }: Endpoint, components: Json): Json {
  const { summary, scope, query, body, status = 200, answer, media, plain } = definition;
  const operationId = `${method.toLowerCase()}${path.replace(/[^a-zA-Z]+(\w?)/g, (_, next: string) => next.toUpperCase())}`;
  const example = exampleOf(operationId);
  const shown = example && 'answer' in example && { example: example.answer };
  const json = answer && {
    'application/json': { schema: schemaOf(answer, 'output', components), ...shown },
    ...(plain && { 'text/plain': { schema: { type: 'string' } } }),
  };
  const content = media
    ? Object.fromEntries(media.map((type, n) => [type, n === 0 ? { ...shown } : {}]))
    : json;
  return {
    operationId,
    summary,
    tags: [path.split('/')[1]],
    'x-scope': scope,
    parameters: [
      ...pathParameters(path, example),
      ...(query ? queryParameters(query, components, example) : []),
    ],
    ...(body && {
      requestBody: {
        content: {
          'application/json': {
            schema: schemaOf(body, 'input', components),
            ...(example?.body && { example: example.body }),
          },
        },
      },
    }),
    responses: {
      [status]: { description: summary, ...(content && { content }) },
      ...problems(path, method),
    },
  };
}

function pathParameters(path: string, example: Example | undefined): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => {
    const type = name === 'n' ? 'integer' : 'string';
    const value = example && pathValue(path, name, example);
    return {
      name,
      in: 'path',
      required: true,
      schema: { type, ...(/^id$|Id$/.test(name) && { format: 'uuid' }) },
      ...(value && { example: read(value, type) }),
    };
  });
}

function queryParameters(query: z.ZodType, components: Json, example: Example | undefined): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'output', components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => {
    const value = example && queryValue(name, example);
    return {
      name,
      in: 'query',
      // What has a default is always there once it is read, and need not be given.
      required: required.includes(name) && !('default' in schema),
      ...(description !== undefined && { description }),
      schema,
      ...(value && { example: read(value, schema.type) }),
    };
  });
}

/** A URL holds texts; an example is of its schema's type. */
function read(value: string, type: unknown): string | number | boolean {
  if (type === 'boolean') return value === 'true';
  return type === 'integer' ? Number(value) : value;
}

/** What may go wrong on this route. */
function problems(path: string, method: string): Json {
  const codes: ProblemCode[] = [
    ...(['unauthenticated', 'forbidden', 'not-found'] as const),
    ...(path.endsWith('{id}/claim') ? (['code-already-claimed'] as const) : []),
    ...(['/addresses', '/numbers'].includes(path) && method === 'POST' ? (['address-taken'] as const) : []),
    ...(path.endsWith('/receive') ? (['provider-refused'] as const) : []),
    ...(/^\/accounts(?:\/\{id\})?$/.test(path) && ['POST', 'PATCH'].includes(method)
      ? (['account-taken'] as const)
      : []),
    ...(['invalid-input', 'too-many-requests', 'unavailable'] as const),
  ];
  const retryAfter = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } };
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    codes.map((code) => [
      PROBLEMS[code].status,
      { description: PROBLEMS[code].title, content, ...(code in RETRY_AFTER && { headers: retryAfter }) },
    ]),
  );
}

/** The schema, with those that have a name moved to the components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', components: Json): Json {
  const { $schema, $defs, ...json } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // A pattern of zod's own for what the format says already; and an answer may gain fields.
      if (jsonSchema.format) delete jsonSchema.pattern;
      if (io === 'output') delete jsonSchema.additionalProperties;
    },
  });
  const moved = (part: unknown) =>
    JSON.parse(JSON.stringify(part).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
  for (const [name, named] of Object.entries($defs ?? {})) components[name] = moved(named);
  return moved(json);
}

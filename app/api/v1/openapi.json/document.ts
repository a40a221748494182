import { z } from 'zod';
import type { Endpoint } from '#app/api/v1/endpoint.ts';
import { PROBLEMS, type ProblemCode } from '#app/api/v1/problem.ts';

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
      description:
        'Verification codes and messages of managed addresses. Times are RFC 3339 in UTC; lists are newest first.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: `${publicUrl}/api/v1` }],
    security: [{ token: [] }],
    paths: Object.fromEntries(described),
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
  const content = answer && {
    'application/json': { schema: schemaOf(answer, 'output', components) },
    ...(plain && { 'text/plain': { schema: { type: 'string' } } }),
  };
  return {
    operationId: `${method.toLowerCase()}${path.replace(/[^a-zA-Z]+(\w?)/g, (_, next: string) => next.toUpperCase())}`,
    summary,
    tags: [path.split('/')[1]],
    'x-scope': scope,
    parameters: [...pathParameters(path), ...(query ? queryParameters(query, components) : [])],
    ...(body && {
      requestBody: { content: { 'application/json': { schema: schemaOf(body, 'input', components) } } },
    }),
    responses: {
      [status]: {
        description: summary,
        ...(media ? { content: { [media]: {} } } : content && { content }),
      },
      ...problems(path, method),
    },
  };
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema:
      name === 'id' ? { type: 'string', format: 'uuid' } : { type: name === 'n' ? 'integer' : 'string' },
  }));
}

function queryParameters(query: z.ZodType, components: Json): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'output', components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    // What has a default is always there once it is read, and need not be given.
    required: required.includes(name) && !('default' in schema),
    ...(description !== undefined && { description }),
    schema,
  }));
}

/** What may go wrong on this route. */
function problems(path: string, method: string): Json {
  const codes: ProblemCode[] = [
    ...(['unauthenticated', 'forbidden', 'not-found'] as const),
    ...(path.endsWith('{id}/claim') ? (['code-already-claimed'] as const) : []),
    ...(path === '/addresses' && method === 'POST' ? (['address-taken'] as const) : []),
    ...(/^\/accounts(?:\/\{id\})?$/.test(path) && ['POST', 'PATCH'].includes(method)
      ? (['account-taken'] as const)
      : []),
    ...(['invalid-input', 'too-many-requests', 'unavailable'] as const),
  ];
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries(
    codes.map((code) => [PROBLEMS[code].status, { description: PROBLEMS[code].title, content }]),
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

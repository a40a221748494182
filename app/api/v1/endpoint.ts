import { z } from 'zod';
import { callerOf } from '#app/api/v1/caller.ts';
import { readBody, readQuery } from '#app/api/v1/input.ts';
import { prefersPlainText } from '#app/api/v1/prefer.ts';
import { problem, problemOf } from '#app/api/v1/problem.ts';
import type { Actor, Scope } from '#lib/access/actor.ts';
import { countRequest } from '#lib/access/allowance.ts';
import { requireScope } from '#lib/access/permissions.ts';

/** What a route is: how it is described (openapi), checked and answered. */
export type Definition<Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> = {
  summary: string;
  scope: Scope;
  query?: Query;
  body?: Body;
  /** 200 unless said otherwise; 204 has no answer. */
  status?: 200 | 201 | 202 | 204;
  answer?: Answer;
  /** Instead of JSON, the usual one first: `handle` then makes the whole response. */
  media?: string[];
  /** What `Accept: text/plain` gets. */
  plain?: (answer: z.output<Answer>) => string;
  handle: (call: Call<z.output<Query>, z.output<Body>>) => Promise<z.input<Answer> | Response>;
};

export type Call<Query, Body> = {
  actor: Actor;
  query: Query;
  body: Body;
  params: Record<string, string>;
  request: Request;
};

export type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string>> },
) => Promise<Response>;
export type Endpoint = Handler & { definition: Definition<z.ZodType, z.ZodType, z.ZodType> };

const nothing = z.strictObject({});

/** The one way of every route: authenticate → count → scope → validate → call lib → present; an error on the way becomes a problem. */
export function endpoint<
  Query extends z.ZodType = typeof nothing,
  Body extends z.ZodType = typeof nothing,
  Answer extends z.ZodType = z.ZodUndefined,
>(definition: Definition<Query, Body, Answer>): Endpoint {
  const handler: Handler = async (request, context) => {
    try {
      const actor = await callerOf(request);
      countRequest(actor);
      requireScope(actor, definition.scope);
      const query = readQuery(request, definition.query ?? nothing) as z.output<Query>;
      const body = (definition.body ? await readBody(request, definition.body) : {}) as z.output<Body>;
      const answer = await definition.handle({ actor, query, body, params: await context.params, request });
      return answer instanceof Response ? answer : present(definition, answer, request);
    } catch (error) {
      return problemOf(error);
    }
  };
  return Object.assign(handler, { definition: definition as unknown as Endpoint['definition'] });
}

function present<Answer extends z.ZodType>(
  { answer, plain, status = 200 }: Definition<z.ZodType, z.ZodType, Answer>,
  value: z.input<Answer>,
  request: Request,
): Response {
  const headers = { 'Cache-Control': 'no-store', ...(plain && { Vary: 'Accept' }) };
  if (!answer) return new Response(null, { status: 204, headers });
  const presented = answer.parse(value);
  if (plain && prefersPlainText(request.headers.get('accept')))
    return new Response(plain(presented), {
      status,
      headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
    });
  return Response.json(presented, { status, headers });
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof METHODS)[number];

/**
 * A route's methods; any other is answered with a problem too, and with what it does allow. HEAD is Next's, made of GET.
 */
export function methods<Given extends Partial<Record<Method, Handler>>>(
  given: Given,
): Record<Method | 'OPTIONS', Handler> {
  const own = METHODS.filter((method) => given[method]);
  const allowed = [...own.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
  const headers = { Allow: allowed.join(', ') };
  const refuse: Handler = async ({ method }) =>
    problem('method-not-allowed', `${method} is not a method of this route: ${own.join(', ')}.`, [], headers);
  // Next's own would name the methods that are refused.
  const options: Handler = async () => new Response(null, { status: 204, headers });
  return {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    ...given,
    OPTIONS: options,
  };
}

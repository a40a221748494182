import { problemOf } from '#app/api/v1/problem.ts';
import { type FieldError, invalidField, MailroomError } from '#lib/errors.ts';

/** What the client calls each status. */
const TYPES: Record<number, string> = {
  400: 'invalid_request',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'invalid_request',
};

/** Any error as Mailosaur's clients read it: of a 400 they show each field with its description, of others the status. */
export async function errorResponse(error: unknown): Promise<Response> {
  const problem = problemOf(error);
  const { detail } = (await problem.json()) as { detail: string };
  const fields = error instanceof MailroomError ? error.fields : [];
  const status = problem.status === 422 ? 400 : problem.status;
  const headers = new Headers(problem.headers);
  headers.delete('Content-Type');
  // RFC 7617: the API token is the user name.
  if (status === 401) headers.set('WWW-Authenticate', 'Basic realm="Mailroom"');
  const type = TYPES[status] ?? 'api_error';
  return Response.json(
    { type, message: detail, ...(status === 400 && inDetail(fields, detail)) },
    { status, headers },
  );
}

function inDetail(fields: FieldError[], detail: string) {
  const named = fields.length > 0 ? fields : [{ field: 'request', detail }];
  return { errors: named.map(({ field, detail }) => ({ field, detail: [{ description: detail }] })) };
}

/** For what Mailosaur does and Mailroom does not. @throws MailroomError `invalid-input`: the one error whose words their clients show */
export function refuse(field: string, detail: string): never {
  throw invalidField(field, detail);
}

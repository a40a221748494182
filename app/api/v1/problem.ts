import { isDatabaseAway } from '#lib/database/away.ts';
import { type ErrorCode, MailroomError } from '#lib/errors.ts';
import { printableJson } from '#lib/printable-json.ts';
import { settings } from '#lib/settings.ts';

/** The codes of lib, and those that only HTTP knows. */
export type ProblemCode = ErrorCode | 'method-not-allowed' | 'internal-error';

/** What each code is in HTTP. */
export const PROBLEMS: Record<ProblemCode, { status: number; title: string }> = {
  unauthenticated: { status: 401, title: 'Not authenticated' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'Not found' },
  'address-not-found': { status: 404, title: 'No such address' },
  'code-not-found': { status: 404, title: 'No such code' },
  'account-not-found': { status: 404, title: 'No such account' },
  'message-not-found': { status: 404, title: 'No such message' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'code-already-claimed': { status: 409, title: 'The code is claimed already' },
  'address-taken': { status: 409, title: 'The address is taken' },
  'account-taken': { status: 409, title: 'There is such an account already' },
  'provider-refused': { status: 409, title: 'The provider refused it' },
  'already-set-up': { status: 409, title: 'Mailroom is set up already' },
  'invalid-input': { status: 422, title: 'Invalid input' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  'internal-error': { status: 500, title: 'Unexpected error' },
  unavailable: { status: 503, title: 'Unavailable just now' },
};

/** Seconds after which it is worth trying again. */
export const RETRY_AFTER: Partial<Record<ProblemCode, string>> = {
  'too-many-requests': '10',
  unavailable: '2',
};

/** Any error as the response it deserves (RFC 9457). What we did not foresee is told to the operator, not to the caller. */
export function problemOf(error: unknown): Response {
  if (error instanceof MailroomError) {
    const { code, message, fields, retryAfter } = error;
    return problem(code, message, fields, retryAfter ? { 'Retry-After': String(retryAfter) } : {});
  }
  if (isDatabaseAway(error))
    return problem('unavailable', 'Mailroom cannot reach its database. Nothing was changed; try again.');
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${printableJson({ level: 'error', at: new Date(), where: 'api', error: stack })}\n`);
  return problem('internal-error', 'Something went wrong that should not. It has been written to the log.');
}

export function problem(
  code: ProblemCode,
  detail: string,
  fields: { field: string; detail: string }[] = [],
  headers: Record<string, string> = {},
): Response {
  const { status, title } = PROBLEMS[code];
  const type = `${settings().web.publicUrl}/problems/${code}`;
  const retryAfter = RETRY_AFTER[code];
  return new Response(
    JSON.stringify({ type, title, status, detail, ...(fields.length > 0 && { errors: fields }) }),
    {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        'Cache-Control': 'no-store',
        ...(retryAfter && { 'Retry-After': retryAfter }),
        // RFC 9110 section 11.6.1: a 401 says how to authenticate.
        ...(status === 401 && { 'WWW-Authenticate': 'Bearer realm="Mailroom"' }),
        ...headers,
      },
    },
  );
}

import { problem } from '#app/api/v1/problem.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** The answer to what Next would answer with 500: a method it does not know, a path whose escapes are broken. Else null. */
export function refuseUnroutable(method = 'GET', url = '/'): Response | null {
  if (!METHODS.includes(method))
    return problem('method-not-allowed', `${method} is no method of Mailroom.`, [], {
      Allow: METHODS.join(', '),
    });
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return null;
  } catch {
    return problem('not-found', `The path ${url.split('?', 1)[0]} is not escaped as a URL is.`);
  }
}

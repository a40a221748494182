import { problem } from '#app/api/v1/problem.ts';

/** Whatever no other route takes. */
async function unknown(request: Request): Promise<Response> {
  return problem('not-found', `There is no route ${new URL(request.url).pathname}.`);
}

export {
  unknown as DELETE,
  unknown as GET,
  unknown as OPTIONS,
  unknown as PATCH,
  unknown as POST,
  unknown as PUT,
};

import { problem, problemOf } from '#app/api/v1/problem.ts';
import { sessionActor } from '#app/session.ts';
import { countUnread } from '#lib/messages/unread.ts';

/** How many messages the member has not read; for the pages alone. */
export async function GET(): Promise<Response> {
  try {
    const actor = await sessionActor();
    if (!actor) return problem('unauthenticated', 'Sign in again.');
    return Response.json({ count: await countUnread(actor) }, { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    return problemOf(error);
  }
}

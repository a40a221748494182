import { callerOf } from '#app/api/v1/caller.ts';
import { problemOf } from '#app/api/v1/problem.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';

/** What a page or the service worker is answered that sets something for its own member. */
export async function answerMember(
  request: Request,
  act: (actor: MemberActor) => Promise<object>,
): Promise<Response> {
  try {
    const actor = await callerOf(request);
    if (actor.kind !== 'member') throw new MailroomError('forbidden', 'Only a member has preferences.');
    return Response.json(await act(actor), { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    return problemOf(error);
  }
}

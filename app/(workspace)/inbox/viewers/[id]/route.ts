import { callerOf } from '#app/api/v1/caller.ts';
import { pathId } from '#app/api/v1/path.ts';
import { problemOf } from '#app/api/v1/problem.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';
import { lookAt, lookAway } from '#lib/messages/viewers.ts';

type Context = { params: Promise<{ id: string }> };

/** The member has the message open: who else has? For the pages alone. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return answer(request, params, async (actor, id) => ({ names: await lookAt(actor, id) }));
}

/** The member has closed it. */
export function DELETE(request: Request, { params }: Context): Promise<Response> {
  return answer(request, params, async (actor, id) => {
    await lookAway(actor, id);
    return {};
  });
}

async function answer(
  request: Request,
  params: Context['params'],
  act: (actor: MemberActor, id: string) => Promise<object>,
): Promise<Response> {
  try {
    const actor = await callerOf(request);
    if (actor.kind !== 'member') throw new MailroomError('forbidden', 'Only a member looks at a message.');
    const id = pathId((await params).id, 'message-not-found', 'message');
    return Response.json(await act(actor, id), { headers: { 'Cache-Control': 'no-store' } });
  } catch (error) {
    return problemOf(error);
  }
}

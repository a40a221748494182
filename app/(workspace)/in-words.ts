import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';

export const SESSION_ENDED = 'Your session has ended. Sign in again.';

/** Does something in the name of the member who is signed in. Resolves with what went wrong, in words for them, or with nothing. */
export async function inWords(act: (actor: MemberActor) => Promise<unknown>): Promise<string | undefined> {
  const actor = await sessionActor();
  if (!actor) return SESSION_ENDED;
  try {
    await act(actor);
    return undefined;
  } catch (error) {
    if (error instanceof MailroomError) return error.message;
    throw error;
  }
}

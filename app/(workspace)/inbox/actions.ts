'use server';
import { z } from 'zod';
import { sessionActor } from '#app/session.ts';
import { MailroomError } from '#lib/errors.ts';
import { markRead } from '#lib/messages/read.ts';

/** The member has this message before their eyes. One that is gone, or was never theirs, has nothing to mark. */
export async function markMessageRead(id: string): Promise<void> {
  const actor = await sessionActor();
  if (!actor || !z.guid().safeParse(id).success) return;
  await markRead(actor, id).catch((error) => {
    if (!(error instanceof MailroomError)) throw error;
  });
}

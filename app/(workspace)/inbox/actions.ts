'use server';
import { z } from 'zod';
import { inWords } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';
import { addNote, removeNote } from '#lib/messages/notes.ts';
import { archiveMessage, markRead } from '#lib/messages/read.ts';

/** The member has read this message, or wants it to be unread again. */
export async function markMessageRead(id: string, read: boolean): Promise<void> {
  await mark(id, (actor) => markRead(actor, id, read));
}

/** Takes the message out of the member's inbox, or puts it back. */
export async function archive(id: string, archived: boolean): Promise<void> {
  await mark(id, (actor) => archiveMessage(actor, id, archived));
}

/** @returns what went wrong */
export async function writeNote(messageId: string, text: string): Promise<string | undefined> {
  if (!isId(messageId) || typeof text !== 'string') return NO_MESSAGE;
  return inWords((actor) => addNote(actor, messageId, text));
}

/** @returns what went wrong */
export async function deleteNote(messageId: string, id: string): Promise<string | undefined> {
  if (!isId(messageId) || !isId(id)) return NO_MESSAGE;
  return inWords((actor) => removeNote(actor, messageId, id));
}

const NO_MESSAGE = 'This message does not exist any more.';

/** One that is gone, or was never theirs, has nothing to mark. */
async function mark(id: string, act: (actor: MemberActor) => Promise<void>): Promise<void> {
  const actor = await sessionActor();
  if (!actor || !isId(id)) return;
  await act(actor).catch((error) => {
    if (!(error instanceof MailroomError)) throw error;
  });
}

function isId(id: string): boolean {
  return z.guid().safeParse(id).success;
}

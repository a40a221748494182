'use server';
import { z } from 'zod';
import { inWords } from '#app/(workspace)/in-words.ts';
import { forwardMessage, recipientsOf } from '#lib/forwarding/forward.ts';

export type Choices = { recipients: { to: string; name: string | null }[]; mistake?: string };

/** Who this message may be forwarded to. */
export async function readRecipients(messageId: string): Promise<Choices> {
  let recipients: Choices['recipients'] = [];
  const mistake = await inWords(async (actor) => {
    const found = await recipientsOf(actor, z.guid().parse(messageId));
    recipients = found.map(({ to, name }) => ({ to, name }));
  });
  return { recipients, mistake };
}

/** @returns what went wrong */
export async function forward(messageId: string, to: string): Promise<string | undefined> {
  return inWords((actor) => forwardMessage(actor, z.guid().parse(messageId), to));
}

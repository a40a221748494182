'use server';
import { sessionActor } from '#app/session.ts';
import { sendableNumbers } from '#lib/phones/send.ts';

/** The managed phones that the member may send texts from. */
export async function numbersToSendFrom(): Promise<string[]> {
  const actor = await sessionActor();
  return actor ? sendableNumbers(actor) : [];
}

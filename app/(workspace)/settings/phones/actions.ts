'use server';
import { refresh } from 'next/cache';
import { inWords, SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';
import { buyNumber } from '#lib/phones/buy.ts';
import { changeNumber } from '#lib/phones/by-number.ts';
import { bringIn } from '#lib/phones/numbers.ts';
import { keepNumber, planRelease } from '#lib/phones/release.ts';
import { NUMBER_TYPES, type Offer, searchNumbers } from '#lib/phones/search.ts';
import { switchSending } from '#lib/phones/switch.ts';

type Typed = { country: string; type: string; digits: string };
export type SearchAnswer = { typed: Typed; offer?: Offer; mistake?: string };

export async function lookForNumbers(_before: SearchAnswer, form: FormData): Promise<SearchAnswer> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const typed = { country: text('country').toUpperCase(), type: text('type'), digits: text('digits') };
  const actor = await sessionActor();
  if (!actor) return { typed, mistake: SESSION_ENDED };
  const type = NUMBER_TYPES.find((each) => each === typed.type) ?? 'local';
  try {
    return { typed, offer: await searchNumbers(actor, { ...typed, type }) };
  } catch (error) {
    if (error instanceof MailroomError) return { typed, mistake: error.message };
    throw error;
  }
}

/** @returns what went wrong, as the others below */
export async function buy(number: string): Promise<string | undefined> {
  return attempt((actor) => buyNumber(actor, { number }));
}

export async function receiveHere(number: string): Promise<string | undefined> {
  return attempt((actor) => bringIn(actor, number));
}

export async function change(
  number: string,
  wanted: { label: string | null; calls?: { greeting: string | null } | null },
): Promise<string | undefined> {
  return attempt((actor) => changeNumber(actor, number, wanted));
}

export async function release(addressId: string): Promise<string | undefined> {
  return attempt((actor) => planRelease(actor, addressId));
}

export async function keep(addressId: string): Promise<string | undefined> {
  return attempt((actor) => keepNumber(actor, addressId));
}

export async function letSend(maySend: boolean): Promise<string | undefined> {
  return attempt((actor) => switchSending(actor, maySend));
}

/** The page shows what is there now, also after what went wrong half way. */
async function attempt(work: (actor: MemberActor) => Promise<unknown>): Promise<string | undefined> {
  const mistake = await inWords(work);
  refresh();
  return mistake;
}

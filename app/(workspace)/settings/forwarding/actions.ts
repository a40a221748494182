'use server';
import { refresh } from 'next/cache';
import { inWords } from '#app/(workspace)/in-words.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { allowDestination, disallowDestination } from '#lib/forwarding/destinations.ts';
import { sendAgain } from '#lib/forwarding/forward.ts';
import { createRule, deleteRule } from '#lib/forwarding/rules.ts';

/** What was typed is given back while something is wrong with it. */
export type Answer = { mistake?: string; typed: Record<string, string> };

export async function allow(_before: Answer, form: FormData): Promise<Answer> {
  return answer(form, (actor, typed) => allowDestination(actor, typed.destination ?? ''));
}

export async function makeRule(_before: Answer, form: FormData): Promise<Answer> {
  return answer(form, (actor, typed) =>
    createRule(actor, {
      address: typed.address ?? '',
      to: typed.to ?? '',
      onlyCodes: typed.what === 'codes',
    }),
  );
}

/** @returns what went wrong, as the others below */
export async function disallow(id: string): Promise<string | undefined> {
  return attempt((actor) => disallowDestination(actor, id));
}

export async function endRule(id: string): Promise<string | undefined> {
  return attempt((actor) => deleteRule(actor, id));
}

export async function forwardAgain(id: string): Promise<string | undefined> {
  return attempt((actor) => sendAgain(actor, id));
}

async function answer(
  form: FormData,
  work: (actor: MemberActor, typed: Answer['typed']) => Promise<unknown>,
): Promise<Answer> {
  const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
  const mistake = await attempt((actor) => work(actor, typed));
  return mistake ? { mistake, typed } : { typed: {} };
}

async function attempt(work: (actor: MemberActor) => Promise<unknown>): Promise<string | undefined> {
  return inWords(async (actor) => {
    await work(actor);
    refresh();
  });
}

'use server';
import { refresh } from 'next/cache';
import { inWords, SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import { createToken, revokeToken } from '#lib/access/tokens.ts';
import { MailroomError } from '#lib/errors.ts';

type Typed = { name: string; scopes: string[]; limited: boolean; addresses: string[]; days: string };
export type TokenAnswer = {
  made?: { name: string; token: string };
  mistakes: { name?: string; scopes?: string; addresses?: string };
  /** Given back while something is wrong with it. */
  typed: Typed;
};

const DAY_MS = 24 * 60 * 60_000;

export async function makeToken(_before: TokenAnswer, form: FormData): Promise<TokenAnswer> {
  const typed = read(form);
  const actor = await sessionActor();
  if (!actor) return { typed, mistakes: { name: SESSION_ENDED } };
  const { name, scopes, limited, addresses, days } = typed;
  if (limited && addresses.length === 0)
    return { typed, mistakes: { addresses: 'Choose an address, or every address.' } };
  try {
    const expiresAt = Number(days) > 0 ? new Date(Date.now() + Number(days) * DAY_MS) : undefined;
    const made = await createToken(actor, { name, scopes, addresses: limited ? addresses : [], expiresAt });
    refresh();
    return { made: { name: made.name, token: made.token }, mistakes: {}, typed };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const fields = error.byField;
    const elsewhere = error.code === 'invalid-input' ? {} : { addresses: error.message };
    return { typed, mistakes: { ...fields, ...elsewhere } };
  }
}

/** @returns what went wrong */
export async function endToken(id: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await revokeToken(actor, id);
    refresh();
  });
}

function read(form: FormData): Typed {
  const texts = (name: string) => form.getAll(name).map(String);
  return {
    name: String(form.get('name') ?? ''),
    scopes: texts('scopes'),
    // Where there is no choice, they are limited.
    limited: (form.get('where') ?? 'some') === 'some',
    addresses: texts('addresses'),
    days: String(form.get('days') ?? ''),
  };
}

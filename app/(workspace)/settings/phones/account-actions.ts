'use server';
import { refresh } from 'next/cache';
import { inWords } from '#app/(workspace)/in-words.ts';
import { addTwilioAccount, exchangeToken, removeTwilioAccount } from '#lib/phones/twilio-accounts.ts';

/** @returns what went wrong, as the others below */
export async function addAccount(
  accountSid: string,
  authToken: string,
  label: string,
): Promise<string | undefined> {
  return inWords(async (actor) => {
    await addTwilioAccount(actor, { accountSid, authToken, label });
    refresh();
  });
}

export async function exchange(accountSid: string, authToken: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await exchangeToken(actor, accountSid, authToken);
    refresh();
  });
}

export async function removeAccount(accountSid: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await removeTwilioAccount(actor, accountSid);
    refresh();
  });
}

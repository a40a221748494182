'use server';
import { refresh } from 'next/cache';
import { inWords } from '#app/(workspace)/in-words.ts';
import { choicesSchema, subscriptionSchema } from '#app/(workspace)/settings/preferences/subscription.ts';
import { type BrowserSubscription, endPush, type PushChoices, startPush } from '#lib/push/subscriptions.ts';

/** @returns what went wrong */
export async function tellThisDevice(
  subscription: BrowserSubscription,
  choices: PushChoices,
): Promise<string | undefined> {
  return inWords(async (actor) => {
    await startPush(actor, subscriptionSchema.parse(subscription), choicesSchema.parse(choices));
    refresh();
  });
}

/** @returns what went wrong */
export async function tellThisDeviceNothing(): Promise<string | undefined> {
  return inWords(async (actor) => {
    await endPush(actor);
    refresh();
  });
}

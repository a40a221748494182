'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { inWords } from '#app/(workspace)/in-words.ts';
import { subscriptionSchema } from '#app/(workspace)/settings/preferences/subscription.ts';
import {
  type BrowserSubscription,
  changePush,
  endPush,
  type PushChoices,
  startPush,
} from '#lib/push/subscriptions.ts';

const choicesSchema = z.object({
  showCode: z.boolean(),
  limited: z.boolean(),
  addresses: z.array(z.string()).max(10_000),
});

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
export async function changeWhatIsTold(choices: PushChoices): Promise<string | undefined> {
  return inWords(async (actor) => {
    await changePush(actor, choicesSchema.parse(choices));
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

'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { inWords } from '#app/(workspace)/in-words.ts';
import { type Preferences, savePreferences } from '#lib/access/preferences.ts';

const wanted = z.object({ openingReads: z.boolean(), codeInTitle: z.boolean(), singleKeys: z.boolean() });

/** @returns what went wrong */
export async function changePreferences(preferences: Preferences): Promise<string | undefined> {
  return inWords(async (actor) => {
    await savePreferences(actor, wanted.parse(preferences));
    refresh();
  });
}

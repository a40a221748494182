'use server';
import { refresh } from 'next/cache';
import { inWords } from '#app/(workspace)/in-words.ts';
import { renameWorkspace } from '#lib/workspaces/rename.ts';

export type NameAnswer = { saved?: boolean; mistake?: string; typed: string };

export async function rename(_before: NameAnswer, form: FormData): Promise<NameAnswer> {
  const typed = String(form.get('workspace') ?? '');
  const mistake = await inWords(async (actor) => {
    await renameWorkspace(actor, typed);
    refresh();
  });
  return { typed, mistake, saved: mistake === undefined };
}

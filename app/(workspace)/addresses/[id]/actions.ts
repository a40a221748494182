'use server';
import { refresh } from 'next/cache';
import { inWords } from '#app/(workspace)/in-words.ts';
import { updateAddress } from '#lib/addresses/manage.ts';

export type LabelAnswer = { saved?: boolean; mistake?: string; typed: string };

export async function changeLabel(id: string, _before: LabelAnswer, form: FormData): Promise<LabelAnswer> {
  const typed = String(form.get('label') ?? '').trim();
  const mistake = await inWords(async (actor) => {
    await updateAddress(actor, id, { label: typed });
    refresh();
  });
  return { typed, mistake, saved: !mistake };
}

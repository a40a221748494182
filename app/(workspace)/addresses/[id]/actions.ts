'use server';
import { refresh } from 'next/cache';
import { SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import { updateAddress } from '#lib/addresses/manage.ts';
import { MailroomError } from '#lib/errors.ts';

export type RulesAnswer = {
  saved?: boolean;
  mistakes: { label?: string; retentionDays?: string; blankAfterHours?: string };
  typed: { label: string; retentionDays: string; blankAfterHours: string };
};

export async function changeAddress(id: string, _before: RulesAnswer, form: FormData): Promise<RulesAnswer> {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const typed = {
    label: text('label'),
    retentionDays: text('retentionDays'),
    blankAfterHours: text('blankAfterHours'),
  };
  const actor = await sessionActor();
  if (!actor) return { typed, mistakes: { label: SESSION_ENDED } };
  try {
    const number = (words: string) => (words === '' ? null : Number(words));
    await updateAddress(actor, id, {
      label: typed.label,
      retentionDays: number(typed.retentionDays),
      blankAfterHours: number(typed.blankAfterHours),
    });
    refresh();
    return { saved: true, typed, mistakes: {} };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const mistakes = Object.fromEntries(error.fields.map(({ field, detail }) => [field, detail]));
    return { typed, mistakes: error.fields.length > 0 ? mistakes : { label: error.message } };
  }
}

'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { changeRetention, type Retention, weighRetention } from '#lib/addresses/retention.ts';
import { MailroomError } from '#lib/errors.ts';

/** As they were typed: empty is for ever, and never. What is not there stays as it is at each address. */
export type TypedRetention = { retentionDays?: string; blankAfterHours?: string };
export type RetentionMistakes = { retentionDays?: string; blankAfterHours?: string; other?: string };

const idsSchema = z.array(z.guid()).min(1).max(100_000);
const typed = z.string().max(20).optional();
const typedSchema = z.object({ retentionDays: typed, blankAfterHours: typed });
const NO_END = /^(?:for ?ever|never)?$/i;

/** What would be gone at once. Changes nothing. */
export async function weigh(
  ids: string[],
  typed: TypedRetention,
): Promise<{ mistakes: RetentionMistakes } | { deleted: number; blanked: number }> {
  return attempt((actor) => weighRetention(actor, idsSchema.parse(ids), read(typed)));
}

export async function save(
  ids: string[],
  typed: TypedRetention,
): Promise<{ mistakes: RetentionMistakes } | { saved: true }> {
  return attempt(async (actor) => {
    await changeRetention(actor, idsSchema.parse(ids), read(typed));
    refresh();
    return { saved: true as const };
  });
}

function read(typed: TypedRetention): Partial<Retention> {
  const { retentionDays, blankAfterHours } = typedSchema.parse(typed);
  const number = (words?: string) =>
    words === undefined ? undefined : NO_END.test(words.trim()) ? null : Number(words);
  return { retentionDays: number(retentionDays), blankAfterHours: number(blankAfterHours) };
}

async function attempt<T>(
  act: (actor: MemberActor) => Promise<T>,
): Promise<T | { mistakes: RetentionMistakes }> {
  const actor = await sessionActor();
  if (!actor) return { mistakes: { other: SESSION_ENDED } };
  try {
    return await act(actor);
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const fields = error.byField;
    return { mistakes: error.fields.length > 0 ? fields : { other: error.message } };
  }
}

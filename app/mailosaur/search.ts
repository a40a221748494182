import { z } from 'zod';
import { readBody } from '#app/api/v1/input.ts';
import type { Actor } from '#lib/access/actor.ts';
import { MAX_WAIT } from '#lib/codes/wait.ts';
import { MailroomError } from '#lib/errors.ts';
import { listMessages, type MessageFilter } from '#lib/messages/find.ts';
import { latestMessage } from '#lib/messages/latest.ts';
import type { MessageSummary } from '#lib/messages/present.ts';
import type { Criteria } from '#lib/messages/search.ts';

/**
 * The client waits by asking again, after the milliseconds that `x-ms-delay` names, until its own timeout,
 * which it does not tell. `messages.get`, which is made to wait, is known by the one item that it asks for:
 * that request is held here for so many seconds, answered at the commit, and asked again at once. Nobody is
 * later than that by holding; a client's timeout may be overrun by it. Any other search is answered at once,
 * since it may be meant so.
 */
const HOLD = 1;
const ASK_AT_ONCE = '0';
const ASK_SOON = '100,250,500';
/** When too many wait to be held. */
const ASK_LATER = '1000';

type Search = {
  filter: MessageFilter & { criteria: Criteria };
  limit: number;
  offset: number;
  /** Milliseconds; for who asks without a client that asks again. */
  timeout?: number;
};

/** The messages that match, newest first, and when to ask again if there are none. */
export async function searchMessages(
  actor: Actor,
  { filter, limit, offset, timeout }: Search,
  signal: AbortSignal,
): Promise<{ items: MessageSummary[]; delays: string }> {
  const wait = offset > 0 ? 0 : (timeout ?? (limit === 1 ? HOLD * 1_000 : 0)) / 1_000;
  if (wait === 0)
    return { items: (await listMessages(actor, { ...filter, limit, offset })).data, delays: ASK_SOON };
  try {
    const newest = await latestMessage(actor, { ...filter, wait: Math.min(wait, MAX_WAIT) }, signal);
    const items = limit === 1 ? [newest] : (await listMessages(actor, { ...filter, limit })).data;
    return { items, delays: ASK_AT_ONCE };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    if (error.code === 'message-not-found') return { items: [], delays: ASK_AT_ONCE };
    if (error.code === 'too-many-requests') return { items: [], delays: ASK_LATER };
    throw error;
  }
}

const MAX_CRITERION = 1_000;
const part = z
  .string('must be text')
  .max(MAX_CRITERION, `must have at most ${MAX_CRITERION} characters`)
  .refine((value) => !value.includes('\0'), 'must not contain NUL')
  .nullish()
  .transform((value) => value || undefined);
/** The sender of an SMS may be a name or a short number too (3GPP TS 23.040 section 9.1.2.5: up to eleven signs). */
const whole = part
  .refine(
    (value) =>
      value === undefined ||
      /^[^\s@<>]+@[^\s@<>]+$/.test(value) ||
      /^\+?[\d ()-]{3,25}$|^[\w ]{1,11}$/.test(value),
    'must be a whole email address, or the number of an SMS',
  )
  // Their clients write numbers without the plus.
  .transform((value) => (/^\+?[\d ()-]{8,}$/.test(value ?? '') ? `+${value?.replace(/\D/g, '')}` : value));

const criteriaSchema = z
  .object({
    sentFrom: whole,
    sentTo: whole,
    subject: part,
    body: part,
    match: z
      .string('must be ALL or ANY')
      .toLowerCase()
      .pipe(z.enum(['all', 'any'], { error: 'must be ALL or ANY' }))
      .nullish()
      .transform((value) => value ?? ('all' as const)),
  })
  .refine(
    ({ sentFrom, sentTo, subject, body }) => sentFrom ?? sentTo ?? subject ?? body,
    'must name sentFrom, sentTo, subject or body',
  );

/** @throws MailroomError `invalid-input` */
export function readCriteria(request: Request): Promise<Criteria> {
  return readBody(request, criteriaSchema);
}

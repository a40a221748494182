'use server';
import { refresh } from 'next/cache';
import { inWords, SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';
import { redeliver } from '#lib/webhooks/deliveries.ts';
import { createWebhook, deleteWebhook, updateWebhook } from '#lib/webhooks/manage.ts';
import { EVENT_TYPES } from '#lib/webhooks/present.ts';

type Typed = { url: string; events: string[]; limited: boolean; addresses: string[] };
export type WebhookAnswer = {
  made?: { url: string; secret: string };
  mistakes: { url?: string; events?: string; addresses?: string };
  /** Given back while something is wrong with it. */
  typed: Typed;
};

export async function makeWebhook(_before: WebhookAnswer, form: FormData): Promise<WebhookAnswer> {
  const typed = read(form);
  const actor = await sessionActor();
  if (!actor) return { typed, mistakes: { url: SESSION_ENDED } };
  const events = EVENT_TYPES.filter((type) => typed.events.includes(type));
  if (events.length === 0) return { typed, mistakes: { events: 'Choose what it is told.' } };
  if (typed.limited && typed.addresses.length === 0)
    return { typed, mistakes: { addresses: 'Choose an address, or every address.' } };
  try {
    const addresses = typed.limited ? typed.addresses : null;
    const { url, secret } = await createWebhook(actor, { url: typed.url.trim(), events, addresses });
    refresh();
    return { made: { url, secret }, mistakes: {}, typed };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const fields = error.byField;
    return { typed, mistakes: error.fields.length > 0 ? fields : { url: error.message } };
  }
}

/** @returns what went wrong, as the others below */
export async function switchWebhook(id: string, enabled: boolean): Promise<string | undefined> {
  return attempt((actor) => updateWebhook(actor, id, { enabled }));
}

export async function endWebhook(id: string): Promise<string | undefined> {
  return attempt((actor) => deleteWebhook(actor, id));
}

export async function sendAgain(webhookId: string, id: string): Promise<string | undefined> {
  return attempt((actor) => redeliver(actor, webhookId, id));
}

async function attempt(work: (actor: MemberActor) => Promise<unknown>): Promise<string | undefined> {
  return inWords(async (actor) => {
    await work(actor);
    refresh();
  });
}

function read(form: FormData): Typed {
  const texts = (name: string) => form.getAll(name).map(String);
  return {
    url: String(form.get('url') ?? ''),
    events: texts('events'),
    limited: form.get('where') === 'some',
    addresses: texts('addresses'),
  };
}

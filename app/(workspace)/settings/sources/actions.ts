'use server';
import { refresh } from 'next/cache';
import { inWords, SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { qrImage } from '#app/qr-image.ts';
import { sessionActor } from '#app/session.ts';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';
import { createSmsSource, revokeSmsSource } from '#lib/sources/manage.ts';

type Typed = {
  kind: 'android' | 'webhook';
  name: string;
  /** By SIM, with '' for a slot without a number. */
  sims: string[];
  addresses: string[];
};
export type MadeSource = {
  kind: Typed['kind'];
  name: string;
  number: string;
  /** Where its requests go. */
  url: string;
  secret: string;
  /** The secret for the camera of the phone, as the source of an image; of an Android phone only. */
  qr: string | null;
};
export type SourceAnswer = {
  made?: MadeSource;
  mistakes: { name?: string; numbers?: string };
  /** Given back while something is wrong with it. */
  typed: Typed;
};

export async function makeSource(_before: SourceAnswer, form: FormData): Promise<SourceAnswer> {
  const typed = read(form);
  const actor = await sessionActor();
  if (!actor) return { typed, mistakes: { name: SESSION_ENDED } };
  const numbers = typed.kind === 'android' ? typed.sims.map((number) => number || null) : typed.addresses;
  if (!numbers.some(Boolean)) return { typed, mistakes: { numbers: 'Choose a number.' } };
  try {
    const { id, kind, name, secret, ...made } = await createSmsSource(actor, { ...typed, numbers });
    refresh();
    const number = made.numbers[0]?.address ?? '';
    const qr = kind === 'android' ? qrImage(secret) : null;
    return { made: { kind, name, number, url: urlOf(kind, id), secret, qr }, mistakes: {}, typed };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const { name, ...others } = error.byField;
    return { typed, mistakes: name ? { name } : { numbers: Object.values(others)[0] ?? error.message } };
  }
}

/** @returns what went wrong */
export async function endSource(id: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await revokeSmsSource(actor, id);
    refresh();
  });
}

function urlOf(kind: Typed['kind'], id: string): string {
  const base = `${settings().web.publicUrl}/api/inbound`;
  return kind === 'android' ? `${base}/android-gateway?source=${id}` : `${base}/webhook/${id}`;
}

function read(form: FormData): Typed {
  const text = (name: string) => String(form.get(name) ?? '');
  return {
    kind: text('kind') === 'webhook' ? 'webhook' : 'android',
    name: text('name'),
    sims: [text('sim1'), text('sim2')],
    addresses: form.getAll('addresses').map(String),
  };
}

'use server';
import { refresh } from 'next/cache';
import { inWords, SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { qrImage } from '#app/qr-image.ts';
import { sessionActor } from '#app/session.ts';
import { changeName, changePassword } from '#lib/access/profile.ts';
import { proposeAuthenticator, turnOffSecondFactor, turnOnSecondFactor } from '#lib/access/second-factor.ts';
import { endSession } from '#lib/access/sessions.ts';
import { unbindIssuers } from '#lib/access/single-sign-on.ts';
import { MailroomError } from '#lib/errors.ts';

export async function endOneSession(id: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await endSession(actor, id);
    refresh();
  });
}

export async function unbind(): Promise<string | undefined> {
  return inWords(async (actor) => {
    await unbindIssuers(actor);
    refresh();
  });
}

export async function rename(_before: { typed: string }, form: FormData) {
  const typed = String(form.get('name') ?? '');
  const mistake = await inWords(async (actor) => {
    await changeName(actor, typed);
    refresh();
  });
  return { typed, mistake, saved: mistake === undefined };
}

export type PasswordAnswer = { saved?: boolean; mistakes: Record<string, string> };

export async function setPassword(form: FormData): Promise<PasswordAnswer> {
  const actor = await sessionActor();
  if (!actor) return { mistakes: { current: SESSION_ENDED } };
  try {
    await changePassword(actor, String(form.get('current') ?? ''), String(form.get('password') ?? ''));
    refresh();
    return { saved: true, mistakes: {} };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    return { mistakes: error.byField };
  }
}

/** @returns the secret as an otpauth:// URI, and the same for the camera of the phone, as the source of an image */
export async function proposeSecondFactor(): Promise<{ uri: string; qr: string } | { mistake: string }> {
  const made: string[] = [];
  const mistake = await inWords(async (actor) => {
    made.push(await proposeAuthenticator(actor));
  });
  return made[0] ? { uri: made[0], qr: qrImage(made[0]) } : { mistake: mistake ?? SESSION_ENDED };
}

/** The recovery codes are shown this once; the page is not refreshed before the person has them. */
export async function confirmSecondFactor(
  uri: string,
  code: string,
): Promise<{ codes: string[] } | { mistake: string }> {
  const codes: string[] = [];
  const mistake = await inWords(async (actor) => {
    codes.push(...(await turnOnSecondFactor(actor, uri, code)));
  });
  return mistake ? { mistake } : { codes };
}

export async function endSecondFactor(password: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await turnOffSecondFactor(actor, password);
    refresh();
  });
}

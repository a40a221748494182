'use server';
import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { inWords, SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAccount, deleteAccount, type NewAccount, updateAccount } from '#lib/accounts/manage.ts';
import { readRecoveryCodes } from '#lib/accounts/secrets.ts';
import { MailroomError } from '#lib/errors.ts';

export type AccountFieldName = 'service' | 'handle' | 'email' | 'phone' | 'authenticator' | 'recoveryCodes';
export type AccountAnswer = {
  saved?: boolean;
  mistakes: Partial<Record<AccountFieldName | 'form', string>>;
  /** What the person typed, given back while something is wrong with it. */
  typed: Partial<Record<AccountFieldName, string>>;
};

export async function createTeamAccount(_before: AccountAnswer, form: FormData): Promise<AccountAnswer> {
  const made: { id?: string } = {};
  const answer = await attempt(form, async (actor, given) => {
    made.id = (await createAccount(actor, given)).id;
  });
  if (made.id) redirect(`/accounts/${made.id}`);
  return answer;
}

export async function changeAccount(
  id: string,
  _before: AccountAnswer,
  form: FormData,
): Promise<AccountAnswer> {
  const answer = await attempt(form, async (actor, given) => {
    const { authenticator, recoveryCodes, ...rest } = given;
    // An empty field keeps the secret, which the page does not have to show.
    await updateAccount(actor, id, {
      ...rest,
      authenticator: authenticator ?? undefined,
      recoveryCodes: recoveryCodes?.length ? recoveryCodes : undefined,
    });
  });
  if (answer.saved) refresh();
  return answer;
}

/** Resolves with what went wrong, or with nothing, as the next one does. */
export async function clearSecret(
  id: string,
  secret: 'authenticator' | 'recoveryCodes',
): Promise<string | undefined> {
  return inWords(async (actor) => {
    await updateAccount(
      actor,
      id,
      secret === 'authenticator' ? { authenticator: null } : { recoveryCodes: null },
    );
    refresh();
  });
}

export async function removeAccount(id: string): Promise<string | undefined> {
  return inWords((actor) => deleteAccount(actor, id));
}

export async function showRecoveryCodes(id: string): Promise<{ codes: string[] } | { mistake: string }> {
  const codes: string[] = [];
  const mistake = await inWords(async (actor) => {
    codes.push(...(await readRecoveryCodes(actor, id)));
  });
  return mistake ? { mistake } : { codes };
}

async function attempt(
  form: FormData,
  act: (actor: MemberActor, given: NewAccount) => Promise<void>,
): Promise<AccountAnswer> {
  const text = (name: AccountFieldName) => String(form.get(name) ?? '');
  const typed = {
    ...{ service: text('service'), handle: text('handle'), email: text('email'), phone: text('phone') },
    ...{ authenticator: text('authenticator'), recoveryCodes: text('recoveryCodes') },
  };
  const actor = await sessionActor();
  if (!actor) return { typed, mistakes: { form: SESSION_ENDED } };
  try {
    await act(actor, {
      ...{ service: typed.service, handle: typed.handle },
      ...{ email: typed.email || null, phone: typed.phone || null },
      authenticator: typed.authenticator.trim() || null,
      recoveryCodes: typed.recoveryCodes.split(/[\s,]+/).filter(Boolean),
    });
    return { saved: true, typed: { ...typed, authenticator: '', recoveryCodes: '' }, mistakes: {} };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const mistakes = error.byField;
    return { typed, mistakes: error.fields.length > 0 ? mistakes : { form: error.message } };
  }
}

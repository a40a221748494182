'use server';
import { refresh } from 'next/cache';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAddress, listDomains } from '#lib/addresses/manage.ts';
import { MailroomError } from '#lib/errors.ts';

export type CreateAnswer = {
  created?: string;
  mistakes: { address?: string; label?: string };
  /** What the person typed, given back while something is wrong with it. */
  typed: { address: string; label: string };
};

export async function createManagedAddress(_before: CreateAnswer, form: FormData): Promise<CreateAnswer> {
  const typed = { address: String(form.get('address') ?? ''), label: String(form.get('label') ?? '') };
  const actor = await sessionActor();
  if (!actor)
    return { typed, mistakes: { address: 'Your session has ended. Sign in again, then create it.' } };
  try {
    const { address } = await createAddress(actor, { ...typed, address: await whole(actor, typed.address) });
    refresh();
    return { created: address, typed: { address: '', label: '' }, mistakes: {} };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const fields = error.byField;
    return { typed, mistakes: fields.label ? { label: fields.label } : { address: error.message } };
  }
}

/** For a person who types: the part before the @ will do where there is one domain. With a digit and no letter it may be a number. */
async function whole(actor: MemberActor, typed: string): Promise<string> {
  const local = typed.trim();
  if (local.includes('@') || !/\p{L}/u.test(local)) return local;
  const [domain, another] = await listDomains(actor);
  return domain === undefined || another !== undefined || local === domain ? local : `${local}@${domain}`;
}

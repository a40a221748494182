'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { inWords } from '#app/(workspace)/in-words.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { grant, type Shared, setOpen, withdrawGrant } from '#lib/access/grants.ts';

const levelSchema = z.enum(['manager', 'viewer']).catch('viewer');
const granteeSchema = z.templateLiteral([z.enum(['member', 'team']), ' ', z.guid()]).transform((value) => {
  const [kind, id = ''] = value.split(' ');
  return kind === 'team' ? { teamId: id } : { memberId: id };
});

/** @param to `member <id>` or `team <id>` */
export async function giveAccess(shared: Shared, to: string, level: string): Promise<string | undefined> {
  const grantee = granteeSchema.safeParse(to);
  if (!grantee.success) return 'Choose somebody.';
  return changed((actor) => grant(actor, shared, grantee.data, levelSchema.parse(level)));
}

export async function takeAccess(shared: Shared, grantId: string): Promise<string | undefined> {
  return changed((actor) => withdrawGrant(actor, shared, grantId));
}

export async function openAddress(addressId: string, open: boolean): Promise<string | undefined> {
  return changed((actor) => setOpen(actor, addressId, open));
}

function changed(act: (actor: MemberActor) => Promise<unknown>): Promise<string | undefined> {
  return inWords(async (actor) => {
    await act(actor);
    refresh();
  });
}

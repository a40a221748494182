'use server';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { inWords, SESSION_ENDED } from '#app/(workspace)/in-words.ts';
import { sessionActor } from '#app/session.ts';
import { ROLES } from '#lib/access/actor.ts';
import { invite, revokeInvitation } from '#lib/access/invitations.ts';
import { mailInvitation } from '#lib/access/mail-invitation.ts';
import { makePasswordReset, RESET_HOURS } from '#lib/access/password-resets.ts';
import { changeRole, removeMember } from '#lib/access/people.ts';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';

const roleSchema = z.enum(ROLES);

export type InviteAnswer = {
  /** `mailed`: whether the link has been sent; why it was not, when that was tried. */
  made?: { email: string; link: string; mailed: boolean | string };
  mistakes: { email?: string };
  /** Given back while something is wrong with it. */
  typed: { email: string; role: string };
};

export async function inviteSomebody(_before: InviteAnswer, form: FormData): Promise<InviteAnswer> {
  const typed = { email: String(form.get('email') ?? ''), role: String(form.get('role') ?? '') };
  const actor = await sessionActor();
  if (!actor) return { typed, mistakes: { email: SESSION_ENDED } };
  try {
    const role = roleSchema.catch('member').parse(typed.role);
    const { email, token } = await invite(actor, { email: typed.email, role });
    refresh();
    const link = `${settings().web.publicUrl}/invitation/${token}`;
    return { typed, mistakes: {}, made: { email, link, mailed: await mailInvitation(actor, email, link) } };
  } catch (error) {
    if (error instanceof MailroomError) return { typed, mistakes: { email: error.message } };
    throw error;
  }
}

export async function endInvitation(id: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await revokeInvitation(actor, id);
    refresh();
  });
}

export async function giveRole(memberId: string, role: string): Promise<string | undefined> {
  const given = roleSchema.safeParse(role);
  if (!given.success) return `The roles are ${ROLES.join(', ')}.`;
  return inWords(async (actor) => {
    await changeRole(actor, memberId, given.data);
    refresh();
  });
}

export async function endMembership(memberId: string): Promise<string | undefined> {
  return inWords(async (actor) => {
    await removeMember(actor, memberId);
    refresh();
  });
}

export type LinkAnswer = { made?: { email: string; link: string; hours: number }; mistake?: string };

export async function makePasswordLink(memberId: string): Promise<LinkAnswer> {
  const answer: LinkAnswer = {};
  answer.mistake = await inWords(async (actor) => {
    const { email, token } = await makePasswordReset(actor, { id: memberId });
    answer.made = { email, link: `${settings().web.publicUrl}/new-password/${token}`, hours: RESET_HOURS };
  });
  return answer;
}

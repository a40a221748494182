'use server';
import { refresh } from 'next/cache';
import { inWords } from '#app/(workspace)/in-words.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { addToTeam, createTeam, deleteTeam, removeFromTeam } from '#lib/access/teams.ts';

export type TeamAnswer = { mistake?: string; typed: string };

export async function makeTeam(_before: TeamAnswer, form: FormData): Promise<TeamAnswer> {
  const typed = String(form.get('team') ?? '');
  const mistake = await changed((actor) => createTeam(actor, typed));
  return { mistake, typed: mistake ? typed : '' };
}

export async function endTeam(id: string): Promise<string | undefined> {
  return changed((actor) => deleteTeam(actor, id));
}

export async function joinTeam(id: string, memberId: string): Promise<string | undefined> {
  return changed((actor) => addToTeam(actor, id, memberId));
}

export async function leaveTeam(id: string, memberId: string): Promise<string | undefined> {
  return changed((actor) => removeFromTeam(actor, id, memberId));
}

function changed(act: (actor: MemberActor) => Promise<unknown>): Promise<string | undefined> {
  return inWords(async (actor) => {
    await act(actor);
    refresh();
  });
}

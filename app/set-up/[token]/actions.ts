'use server';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { isSetUpToken } from '#lib/workspaces/set-up-link.ts';

/** `done`, or what is wrong: by field, or with the whole. */
export type SetUpAnswer = { done: boolean; mistakes: Record<string, string>; problem?: string };

/** Makes the workspace. The link's token is asked for again: an action can be called without its page. */
export async function createWorkspace(token: string, form: FormData): Promise<SetUpAnswer> {
  if (!isSetUpToken(token, settings().secret ?? '')) {
    return { done: false, mistakes: {}, problem: 'This is not the set-up link: copy the whole link again.' };
  }
  const text = (name: string) => String(form.get(name) ?? '').trim();
  try {
    await setUp({
      workspace: text('workspace'),
      owner: { name: text('name'), email: text('email'), password: String(form.get('password') ?? '') },
      domain: text('domain'),
      address: text('address') && `${text('address')}@${text('domain')}`,
    });
    return { done: true, mistakes: {} };
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
    const mistakes = Object.fromEntries(error.fields.map(({ field, detail }) => [field, detail]));
    return { done: false, mistakes, problem: error.fields.length === 0 ? error.message : undefined };
  }
}

'use server';
import { type FirstSignIn, refusalOf } from '#app/sign-in/first-sign-in.ts';
import { settings } from '#lib/settings.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { isSetUpToken } from '#lib/workspaces/set-up-link.ts';

/** What is missing, in words of this form; what is there but wrong, lib says. */
const NEEDED = {
  workspace: 'Give your workspace a name.',
  email: 'Enter your email: you sign in with it.',
  password: 'Choose a password of at least 12 characters.',
  domain: 'Enter a domain, or a subdomain, that is yours.',
};

/** Makes the workspace. The link's token is asked for again: an action can be called without its page. */
export async function createWorkspace(token: string, form: FormData): Promise<FirstSignIn> {
  if (!isSetUpToken(token, settings().secret ?? '')) {
    return { done: false, mistakes: {}, problem: 'This is not the set-up link: copy the whole link again.' };
  }
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const missing = Object.entries(NEEDED).filter(([name]) => text(name) === '');
  try {
    await setUp({
      workspace: text('workspace'),
      owner: { name: text('name'), email: text('email'), password: String(form.get('password') ?? '') },
      domain: text('domain'),
      address: text('address') && `${text('address')}@${text('domain')}`,
    });
    return { done: true, mistakes: {} };
  } catch (error) {
    const refusal = refusalOf(error);
    return { ...refusal, mistakes: { ...refusal.mistakes, ...Object.fromEntries(missing) } };
  }
}

import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { returnPath } from '#app/return-path.ts';
import { sessionActor } from '#app/session.ts';
import { SignInForm } from '#app/sign-in/sign-in-form.tsx';
import { NoticePage } from '#app/ui/notice-page.tsx';
import { hasWorkspace } from '#lib/workspaces/set-up-link.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const to = returnPath((await searchParams).return);
  if (await sessionActor()) redirect(to);
  if (!(await hasWorkspace())) {
    return (
      <NoticePage title="Mailroom is not set up yet">
        <p className="text-ink-2">
          Open the set-up link that Mailroom printed when it started. Whoever started it finds it in the
          terminal or in the log.
        </p>
      </NoticePage>
    );
  }
  return (
    <NoticePage title="Sign in">
      <SignInForm returnTo={to} />
    </NoticePage>
  );
}

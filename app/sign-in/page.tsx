import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { returnPath } from '#app/return-path.ts';
import { sessionActor } from '#app/session.ts';
import { issuerHost } from '#app/sign-in/issuer.ts';
import { IssuerButton } from '#app/sign-in/issuer-button.tsx';
import { issuerMistake } from '#app/sign-in/issuer-mistake.ts';
import { SignInForm } from '#app/sign-in/sign-in-form.tsx';
import { wantedBefore } from '#app/sign-in/wanted-before.ts';
import { Mistake } from '#app/ui/field.tsx';
import { NoticePage } from '#app/ui/notice-page.tsx';
import { hasWorkspace } from '#lib/workspaces/set-up-link.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { return: wanted, error } = await searchParams;
  const to = returnPath(wanted ?? (error && (await wantedBefore())));
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
  const host = issuerHost();
  return (
    <NoticePage title="Sign in">
      {host && (
        <div className="mt-6 grid gap-4 border-line border-b pb-6">
          {error && <Mistake>{issuerMistake(error, host)}</Mistake>}
          <IssuerButton host={host} returnTo={to} />
        </div>
      )}
      <SignInForm returnTo={to} />
      <p className="mt-4 text-ink-2">
        Forgotten your password? An owner can make you a link for a new one; for an owner, whoever runs
        Mailroom can.
      </p>
    </NoticePage>
  );
}

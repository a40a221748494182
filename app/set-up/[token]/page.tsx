import type { Metadata } from 'next';
import Link from 'next/link';
import { SetUpForm } from '#app/set-up/[token]/set-up-form.tsx';
import { buttonClass } from '#app/ui/button.tsx';
import { NoticePage } from '#app/ui/notice-page.tsx';
import { settings } from '#lib/settings.ts';
import { hasWorkspace, isSetUpToken } from '#lib/workspaces/set-up-link.ts';

export const metadata: Metadata = { title: 'Set up' };

export default async function SetUpPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  if (await hasWorkspace()) {
    return (
      <NoticePage title="This link has done its work">
        <p className="mb-6 text-ink-2">
          A set-up link works once, and Mailroom is set up. If you have no sign-in yet, ask an owner of the
          workspace.
        </p>
        <Link href="/sign-in" className={buttonClass('primary')}>
          Sign in
        </Link>
      </NoticePage>
    );
  }
  if (!isSetUpToken(token, settings().secret ?? '')) {
    return (
      <NoticePage title="This is not the set-up link">
        <p className="text-ink-2">
          Copy the whole link that Mailroom printed when it started, to the last sign. If you no longer have
          it, start Mailroom again: it prints the link until it is set up.
        </p>
      </NoticePage>
    );
  }
  return (
    <NoticePage title="Set up Mailroom" wide>
      <SetUpForm token={token} />
    </NoticePage>
  );
}

import type { Metadata } from 'next';
import Link from 'next/link';
import { NewPasswordForm } from '#app/new-password/[token]/new-password-form.tsx';
import { buttonClass } from '#app/ui/button.tsx';
import { NoticePage } from '#app/ui/notice-page.tsx';
import { findPasswordReset, RESET_HOURS } from '#lib/access/password-resets.ts';

// The address of this page is a secret: it goes to nobody else.
export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer' };

export default async function NewPasswordPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const reset = await findPasswordReset(token);
  if (!reset)
    return (
      <NoticePage title="This link is of no use any more">
        <p className="mb-6 text-ink-2">
          It works once, for {RESET_HOURS} hours, and ends when another one is made. Ask whoever sent it for a
          new one; or sign in, if you have used it already.
        </p>
        <Link href="/sign-in" className={buttonClass('primary')}>
          Sign in
        </Link>
      </NoticePage>
    );
  return (
    <NoticePage title="Choose a new password">
      <p className="text-ink-2">
        You are then signed out wherever you are signed in. If you have a second factor, it stays.
      </p>
      <NewPasswordForm token={token} email={reset.email} />
    </NoticePage>
  );
}

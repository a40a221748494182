import type { Metadata } from 'next';
import Link from 'next/link';
import { JoinForm } from '#app/invitation/[token]/join-form.tsx';
import { issuerHost } from '#app/sign-in/issuer.ts';
import { IssuerButton } from '#app/sign-in/issuer-button.tsx';
import { buttonClass } from '#app/ui/button.tsx';
import { NoticePage } from '#app/ui/notice-page.tsx';
import { findInvitation } from '#lib/access/invitations.ts';

// The address of this page is a secret: it goes to nobody else.
export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer' };

export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (!invitation)
    return (
      <NoticePage title="This invitation is of no use any more">
        <p className="mb-6 text-ink-2">
          It works once, for seven days, and whoever sent it may have taken it back. Ask them for a new one;
          or sign in, if you have used it already.
        </p>
        <Link href="/sign-in" className={buttonClass('primary')}>
          Sign in
        </Link>
      </NoticePage>
    );
  const host = issuerHost();
  return (
    <NoticePage title={`Join ${invitation.workspace}`}>
      {host && (
        <div className="mt-6 grid gap-2 border-line border-b pb-6">
          <p className="text-ink-2">As {invitation.email}, without a password of its own:</p>
          <IssuerButton host={host} returnTo="/inbox" />
        </div>
      )}
      <JoinForm token={token} email={invitation.email} />
    </NoticePage>
  );
}

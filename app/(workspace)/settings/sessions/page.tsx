import type { Metadata } from 'next';
import { NameForm } from '#app/(workspace)/settings/sessions/name-form.tsx';
import { PasswordForm } from '#app/(workspace)/settings/sessions/password-form.tsx';
import { SecondFactor } from '#app/(workspace)/settings/sessions/second-factor.tsx';
import { SessionList } from '#app/(workspace)/settings/sessions/session-list.tsx';
import { SingleSignOn } from '#app/(workspace)/settings/sessions/single-sign-on.tsx';
import { requireMember } from '#app/session.ts';
import { findProfile } from '#lib/access/profile.ts';
import { secondFactorOf } from '#lib/access/second-factor.ts';
import { listSessions } from '#lib/access/sessions.ts';
import { issuersOf } from '#lib/access/single-sign-on.ts';

export const metadata: Metadata = { title: 'You' };

export default async function SessionsPage() {
  const actor = await requireMember('/settings/sessions');
  const [{ name, email, hasPassword }, sessions, factor, issuers] = await Promise.all([
    findProfile(actor),
    listSessions(actor),
    secondFactorOf(actor),
    issuersOf(actor),
  ]);
  return (
    <>
      <p className="text-ink-2">
        You sign in as <span className="break-all text-ink">{email}</span>
        {hasPassword ? '.' : ', by single sign-on. A second factor is asked for there, if at all.'}
      </p>
      <NameForm name={name} />
      {hasPassword && <PasswordForm />}
      {hasPassword && <SecondFactor on={factor.on} recoveryCodes={factor.recoveryCodes} />}
      {hasPassword && issuers.length > 0 && <SingleSignOn hosts={issuers} />}
      <SessionList sessions={sessions} />
    </>
  );
}

import type { Metadata } from 'next';
import { PreferencesForm } from '#app/(workspace)/settings/preferences/preferences-form.tsx';
import { ThisDevice } from '#app/(workspace)/settings/preferences/this-device.tsx';
import { requireMember } from '#app/session.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import { pushPublicKey } from '#lib/push/keys.ts';
import { findPush } from '#lib/push/subscriptions.ts';

export const metadata: Metadata = { title: 'Preferences' };

export default async function PreferencesPage() {
  const actor = await requireMember('/settings/preferences');
  const [told, publicKey, addresses] = await Promise.all([
    findPush(actor),
    pushPublicKey(),
    listAddresses(actor),
  ]);
  return (
    <>
      <p className="text-ink-2">How Mailroom behaves for you. Nobody else is affected.</p>
      <PreferencesForm />
      <ThisDevice told={told} publicKey={publicKey} addresses={addresses} />
    </>
  );
}

import type { Metadata } from 'next';
import { PreferencesForm } from '#app/(workspace)/settings/preferences/preferences-form.tsx';
import { requireMember } from '#app/session.ts';
import { readPreferences } from '#lib/access/preferences.ts';

export const metadata: Metadata = { title: 'Preferences' };

export default async function PreferencesPage() {
  const actor = await requireMember('/settings/preferences');
  return (
    <>
      <p className="text-ink-2">How Mailroom behaves for you. Nobody else is affected.</p>
      <PreferencesForm preferences={await readPreferences(actor)} />
    </>
  );
}

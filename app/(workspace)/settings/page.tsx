import { redirect } from 'next/navigation';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';

export default async function SettingsPage() {
  const actor = await requireMember('/settings');
  redirect(isAdministrator(actor) ? '/settings/members' : '/settings/sessions');
}

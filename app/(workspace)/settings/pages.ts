export type SettingsPage = { href: string; name: string; terms?: string };

const YOURS: SettingsPage[] = [
  { href: '/settings/sessions', name: 'You', terms: 'password second factor sessions name sign out' },
  { href: '/settings/preferences', name: 'Preferences', terms: 'keys unread title notifications' },
];
const THE_WORKSPACES: SettingsPage[] = [
  { href: '/settings/members', name: 'Members', terms: 'people invite guests' },
  { href: '/settings/teams', name: 'Teams' },
  { href: '/settings/workspace', name: 'Workspace', terms: 'rename' },
  { href: '/settings/tokens', name: 'API tokens' },
  { href: '/settings/webhooks', name: 'Webhooks' },
  { href: '/settings/domains', name: 'Domains', terms: 'dns mx' },
  { href: '/settings/phones', name: 'Phones', terms: 'numbers twilio' },
  { href: '/settings/sources', name: 'Sources', terms: 'android sms' },
  { href: '/settings/forwarding', name: 'Forwarding', terms: 'rules' },
];
/** Who manages an address need not be an administrator. */
const FOR_MANAGERS: SettingsPage = { href: '/settings/retention', name: 'Retention', terms: 'keep blank' };

/** Only what is there for the member, their own pages first; whether they may see a page, the page itself asks. */
export function settingsPages(administrator: boolean): { yours: SettingsPage[]; others: SettingsPage[] } {
  return { yours: YOURS, others: [...(administrator ? THE_WORKSPACES : []), FOR_MANAGERS] };
}

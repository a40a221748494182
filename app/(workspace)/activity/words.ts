import type { AuditAction } from '#lib/access/audit.ts';

/** What somebody did, after their name: "Ada saw a code". */
export const ACTION_WORDS: Record<AuditAction, string> = {
  'code.seen': 'saw a code',
  'code.copied': 'copied a code',
  'code.claimed': 'took a code',
  'code.fetched': 'fetched a code',
  'totp.read': 'read an authenticator’s code',
  'recovery-codes.read': 'read recovery codes',
  'message.deleted': 'deleted a message',
  'sign-in.succeeded': 'signed in',
  'sign-in.failed': 'refused a sign-in',
  'session.ended': 'ended a session',
  'password.changed': 'changed their password',
  'second-factor.on': 'turned on a second factor',
  'second-factor.off': 'turned off a second factor',
  'member.invited': 'invited somebody',
  'invitation.revoked': 'revoked an invitation',
  'member.joined': 'joined',
  'member.role-changed': 'changed a role',
  'member.removed': 'removed a member',
  'member.renamed': 'changed their name',
  'team.created': 'made a team',
  'team.deleted': 'deleted a team',
  'team.joined': 'added somebody to a team',
  'team.left': 'took somebody out of a team',
  'grant.given': 'gave access',
  'grant.withdrawn': 'took access away',
  'address.opened': 'opened an address to the workspace',
  'address.closed': 'closed an address to the workspace',
  'address.created': 'created an address',
  'address.updated': 'changed an address',
  'address.deleted': 'deleted an address',
  'retention.changed': 'changed how long messages are kept',
  'account.created': 'created an account',
  'account.updated': 'changed an account',
  'account.deleted': 'deleted an account',
  'token.created': 'made an API token',
  'token.revoked': 'revoked an API token',
  'webhook.created': 'made a webhook',
  'webhook.updated': 'changed a webhook',
  'webhook.deleted': 'deleted a webhook',
  'webhook.disabled': 'switched off a webhook',
  'sms-source.created': 'set up a source of texts',
  'sms-source.revoked': 'revoked a source of texts',
  'workspace.created': 'made the workspace',
  'workspace.renamed': 'renamed the workspace',
  'activity.exported': 'exported the activity',
};

/** What can be asked for: groups first, by the beginning of their actions. */
export const ACTION_OPTIONS = [
  { value: '', words: 'Everything' },
  { value: 'code.', words: 'All about codes' },
  { value: 'sign-in.', words: 'All sign-ins' },
  { value: 'member.', words: 'All about members' },
  { value: 'grant.', words: 'All about access' },
  { value: 'token.', words: 'All about API tokens' },
  ...Object.entries(ACTION_WORDS).map(([value, words]) => ({ value, words: `Who ${words}` })),
];

export function wordsOf(action: string): string {
  // Rows outlive versions: an action that this one does not know is shown as it is stored.
  return (ACTION_WORDS as Record<string, string>)[action] ?? action;
}

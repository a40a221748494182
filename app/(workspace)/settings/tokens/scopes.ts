import type { Scope } from '#lib/access/actor.ts';

/** What each scope lets a program do, in the order in which they are offered. */
export const SCOPE_WORDS: Record<Scope, string> = {
  'codes:read': 'read codes, and wait for them',
  'codes:claim': 'take a code, so that nobody else takes the same one',
  'messages:read': 'read and search messages, and follow events',
  'messages:write': 'delete messages',
  'messages:send': 'send text messages',
  'addresses:read': 'list addresses',
  'addresses:write': 'create, label and delete addresses',
  'accounts:read': 'list accounts',
  'accounts:write': 'create, change and delete accounts',
  'totp:read': 'read the codes of authenticators',
  'webhooks:write': 'manage webhooks',
  'numbers:write': 'look for, buy, label and release phone numbers',
};

/** What most programs need. */
export const USUAL_SCOPES: Scope[] = ['codes:read', 'codes:claim'];

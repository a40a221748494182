/**
 * Who does something. Every function of lib that reads or writes a workspace's data takes one
 * first and puts it into its `where`: what the actor may not see does not exist for them.
 */
export type Actor = MemberActor | TokenActor | SystemActor;

export type MemberActor = {
  kind: 'member';
  id: string;
  workspaceId: string;
  name: string;
  role: Role;
  /** The session in which they act; what lasts ends with it. */
  sessionId?: string;
  /** From where, for the activity log; absent where nobody asked over a network. */
  remoteAddress?: string | null;
};
export type TokenActor = {
  kind: 'token';
  id: string;
  workspaceId: string;
  name: string;
  scopes: Scope[];
  /** The only addresses the token may touch, or null for all of the workspace's. */
  addressIds: string[] | null;
  remoteAddress?: string | null;
};
/** The operator at the command line and Mailroom's own jobs. */
export type SystemActor = { kind: 'system'; workspaceId: string; name: string };

/** From the most to the least: a guest sees only what is granted to them, and nobody. */
export const ROLES = ['owner', 'admin', 'member', 'guest'] as const;
export type Role = (typeof ROLES)[number];

export function isAdministrator({ role }: Pick<MemberActor, 'role'>): boolean {
  return role === 'owner' || role === 'admin';
}

export const SCOPES = [
  'codes:read',
  'codes:claim',
  'messages:read',
  'messages:write',
  'messages:send',
  'addresses:read',
  'addresses:write',
  'accounts:read',
  'accounts:write',
  'totp:read',
  'webhooks:write',
  'numbers:write',
] as const;
export type Scope = (typeof SCOPES)[number];

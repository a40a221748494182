import type { Role } from '#lib/access/actor.ts';

/** What each role lets somebody do, for whoever gives it. */
export const ROLE_WORDS: Record<Role, { name: string; one: string; may: string }> = {
  owner: { name: 'Owner', one: 'an owner', may: 'sees and does everything' },
  admin: { name: 'Admin', one: 'an admin', may: 'manages people and what they see themselves' },
  member: { name: 'Member', one: 'a member', may: 'sees what is granted or open to the workspace' },
  guest: { name: 'Guest', one: 'a guest', may: 'sees only what is granted, and nobody' },
};

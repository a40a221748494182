import type { Role } from '#lib/access/actor.ts';

/** What each role lets somebody do, for whoever gives it. */
export const ROLE_WORDS: Record<Role, { name: string; may: string }> = {
  owner: { name: 'Owner', may: 'sees and does everything' },
  admin: { name: 'Admin', may: 'manages people and what they see themselves' },
  member: { name: 'Member', may: 'sees what is granted or open to the workspace' },
  guest: { name: 'Guest', may: 'sees only what is granted, and nobody' },
};

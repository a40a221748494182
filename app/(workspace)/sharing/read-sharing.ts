import type { MemberActor } from '#lib/access/actor.ts';
import { listGrants, type PublicGrant, type Shared } from '#lib/access/grants.ts';
import { listGrantees } from '#lib/access/people.ts';

export type Candidate = { value: string; name: string };
export type SharingView = { grants: PublicGrant[]; candidates: Candidate[] };

/** Who has been granted it, and who may still be. For whoever may manage it, and for no guest: they are shown nobody. */
export async function readSharing(actor: MemberActor, shared: Shared): Promise<SharingView> {
  const [grants, { members, teams }] = await Promise.all([listGrants(actor, shared), listGrantees(actor)]);
  const has = (id: string) => grants.some(({ to }) => to.id === id);
  return {
    grants,
    candidates: [
      ...teams
        .filter(({ id }) => !has(id))
        .map(({ id, name }) => ({ value: `team ${id}`, name: `Team ${name}` })),
      ...members.filter(({ id }) => !has(id)).map(({ id, name }) => ({ value: `member ${id}`, name })),
    ],
  };
}

import type { Actor } from '#lib/access/actor.ts';
import { memberActor } from '#lib/access/members.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { judgeRecipient } from '#lib/addresses/find.ts';
import { database } from '#lib/database/client.ts';
import { invalidField } from '#lib/errors.ts';

/** Who a message may be forwarded to: exactly one of the two ids is there. */
export type Recipient = {
  to: string;
  name: string | null;
  memberId: string | null;
  destinationId: string | null;
};

/**
 * Who the messages at an address may be forwarded to: the members who may see them in Mailroom, so that no
 * forward gets around a grant, and the outside addresses that an owner has allowed.
 */
export async function listRecipients({ workspaceId }: Actor, addressId: string): Promise<Recipient[]> {
  const [members, destinations] = await Promise.all([
    database().member.findMany({ where: { workspaceId }, orderBy: { name: 'asc' } }),
    database().forwardDestination.findMany({ where: { workspaceId }, orderBy: { address: 'asc' } }),
  ]);
  const seeing = await Promise.all(members.map(({ id }) => maySee(id, addressId)));
  const candidates: Recipient[] = [
    ...members
      .filter((_, i) => seeing[i])
      .map(({ id, name, email }) => ({ to: email, name, memberId: id, destinationId: null })),
    ...destinations.map(({ id, address }) => ({
      to: address,
      name: null,
      memberId: null,
      destinationId: id,
    })),
  ];
  const ours = await Promise.all(candidates.map(({ to }) => isOurs(to)));
  return candidates.filter((_, i) => !ours[i]);
}

/** @throws MailroomError `invalid-input` on the field `to` */
export async function requireRecipient(actor: Actor, addressId: string, to: string): Promise<Recipient> {
  const wanted = to.trim().toLowerCase();
  const recipient = (await listRecipients(actor, addressId)).find((one) => one.to === wanted);
  if (recipient) return recipient;
  if (await isOurs(wanted)) throw comesBack(to);
  throw invalidField(
    'to',
    `“${to}” is neither a member who may see this address nor an outside address that an owner has allowed.`,
  );
}

/** What is forwarded to an address that Mailroom receives for comes back, and goes round for ever. */
export function isOurs(email: string): Promise<boolean> {
  return judgeRecipient(email).then((verdict) => verdict !== 'foreign-domain');
}

export function comesBack(to: string): Error {
  return invalidField('to', `Mailroom itself receives for “${to}”: what is forwarded there would come back.`);
}

async function maySee(memberId: string, addressId: string): Promise<boolean> {
  const member = await memberActor(memberId);
  const visible = member && (await visibleAddressIds(member));
  return member !== null && (visible === null || visible.includes(addressId));
}

import { notFound } from 'next/navigation';
import { z } from 'zod';
import { readSharing, type SharingView } from '#app/(workspace)/sharing/read-sharing.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { type AddressRules, findAddressRules } from '#lib/addresses/manage.ts';
import { MailroomError } from '#lib/errors.ts';

export type AddressView = AddressRules & {
  /** For whoever may manage it; a guest is shown nobody. */
  sharing: SharingView | null;
};

/** All that the page of an address needs. One that the member may not see is not found. */
export async function readAddress(actor: MemberActor, id: string): Promise<AddressView> {
  if (!z.guid().safeParse(id).success) notFound();
  try {
    const rules = await findAddressRules(actor, id);
    const shares = rules.mayManage && actor.role !== 'guest';
    return { ...rules, sharing: shares ? await readSharing(actor, { addressId: id }) : null };
  } catch (error) {
    if (error instanceof MailroomError && error.code === 'address-not-found') notFound();
    throw error;
  }
}

import { notFound } from 'next/navigation';
import { z } from 'zod';
import { readSharing, type SharingView } from '#app/(workspace)/sharing/read-sharing.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { findAccount, mayManageAccount } from '#lib/accounts/find.ts';
import type { PublicAccount } from '#lib/accounts/present.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';
import { listCodes } from '#lib/codes/list.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import { MailroomError } from '#lib/errors.ts';

export type AccountView = {
  account: PublicAccount;
  /** Its newest code, whatever its state. */
  newest: PublicCode | null;
  addresses: PublicAddress[];
  mayManage: boolean;
  /** For whoever may manage it; a guest is shown nobody. */
  sharing: SharingView | null;
  /** The server's time, in milliseconds. */
  servedAt: number;
};

/** All that the page of an account needs. One that the member may not see is not found. */
export async function readAccount(actor: MemberActor, id: string): Promise<AccountView> {
  if (!z.guid().safeParse(id).success) notFound();
  try {
    const [account, addresses, mayManage] = await Promise.all([
      findAccount(actor, id),
      listAddresses(actor),
      mayManageAccount(actor, id),
    ]);
    const shares = mayManage && actor.role !== 'guest';
    const sharing = shares ? await readSharing(actor, { accountId: id }) : null;
    const codes =
      account.email || account.phone ? (await listCodes(actor, { accountId: id, limit: 1 })).data : [];
    return {
      ...{ account, newest: codes[0] ?? null, addresses },
      ...{ mayManage, sharing, servedAt: Date.now() },
    };
  } catch (error) {
    if (error instanceof MailroomError && error.code === 'account-not-found') notFound();
    throw error;
  }
}

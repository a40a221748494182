import { notFound } from 'next/navigation';
import { z } from 'zod';
import type { MemberActor } from '#lib/access/actor.ts';
import { listAccounts } from '#lib/accounts/find.ts';
import type { PublicAccount } from '#lib/accounts/present.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';
import { listCodes } from '#lib/codes/list.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import { MailroomError } from '#lib/errors.ts';
import { findMessage, listMessages } from '#lib/messages/find.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

export type InboxView = {
  /** The one address that is looked at, or null for all that the member may see. */
  address: string | null;
  addresses: PublicAddress[];
  accounts: PublicAccount[];
  /** The newest of what is not archived. */
  first: { data: MessageSummary[]; nextCursor: string | null };
  /** Whether there is any message, archived or not. */
  hasAny: boolean;
  newest: PublicCode | null;
  opened: PublicMessage | null;
  /** The server's time, in milliseconds. */
  servedAt: number;
};

/** All that the inbox's first look needs, read at once. An address that the member may not see is not found. */
export async function readInbox(
  actor: MemberActor,
  { address, message }: { address: string | null; message: string | null },
): Promise<InboxView> {
  const filter = address === null ? {} : { address };
  try {
    const [addresses, accounts, first, any, codes, opened] = await Promise.all([
      listAddresses(actor),
      listAccounts(actor),
      listMessages(actor, { ...filter, archived: false }),
      listMessages(actor, { ...filter, limit: 1 }),
      listCodes(actor, { ...filter, state: 'usable', limit: 1 }),
      findOpened(actor, message),
    ]);
    return {
      ...{ address, addresses, accounts, first, opened },
      hasAny: any.data.length > 0,
      newest: codes.data[0] ?? null,
      servedAt: Date.now(),
    };
  } catch (error) {
    if (error instanceof MailroomError && isAboutAddress(error)) notFound();
    throw error;
  }
}

/** What cannot be opened is said in the reader's place; the list is still there. */
async function findOpened(actor: MemberActor, id: string | null): Promise<PublicMessage | null> {
  if (!z.guid().safeParse(id).success || id === null) return null;
  return findMessage(actor, id).catch((error) => {
    if (error instanceof MailroomError && error.code === 'message-not-found') return null;
    throw error;
  });
}

function isAboutAddress(error: MailroomError): boolean {
  return error.code === 'address-not-found' || error.code === 'invalid-input';
}

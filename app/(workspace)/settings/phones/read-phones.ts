import type { MemberActor } from '#lib/access/actor.ts';
import { MailroomError } from '#lib/errors.ts';
import { listOrders, type PublicOrder } from '#lib/phones/buy.ts';
import { listNumbers } from '#lib/phones/numbers.ts';
import type { PhoneNumber } from '#lib/phones/present.ts';
import { findReconciliation, type PublicReconciliation } from '#lib/phones/reconciliation.ts';
import { isSendingOn } from '#lib/phones/switch.ts';
import { listTwilioAccounts, type PublicTwilioAccount } from '#lib/phones/twilio-accounts.ts';
import { settings } from '#lib/settings.ts';

export type Phones = {
  /** Null while Twilio does not tell; `mistake` says why. */
  numbers: PhoneNumber[] | null;
  mistake: string | null;
  orders: PublicOrder[];
  lastRun: PublicReconciliation | null;
  maySend: boolean;
  twilioAccounts: PublicTwilioAccount[];
};

/** All that the page of the phones needs; null where Twilio is not configured. */
export async function readPhones(actor: MemberActor): Promise<Phones | null> {
  if (!settings().twilio) return null;
  const [listed, orders, lastRun, maySend, twilioAccounts] = await Promise.all([
    listNumbers(actor).catch((error: unknown) => {
      if (error instanceof MailroomError) return error.message;
      throw error;
    }),
    listOrders(actor),
    findReconciliation(actor),
    isSendingOn(actor),
    listTwilioAccounts(actor),
  ]);
  const isTold = typeof listed !== 'string';
  return {
    ...{ numbers: isTold ? listed : null, mistake: isTold ? null : listed },
    ...{ orders, lastRun, maySend, twilioAccounts },
  };
}

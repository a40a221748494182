import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import { database } from '#lib/database/client.ts';
import { type AskedAccount, allAccounts } from '#lib/phones/clients.ts';
import { listAll } from '#lib/phones/own.ts';
import { forEach } from '#lib/phones/round.ts';
import { isHalfRight, rightWebhook, textsUrl } from '#lib/phones/webhook.ts';

/**
 * By the lists of the Twilio accounts: keeps at each managed phone which account has it, since numbers are moved between
 * accounts and managed before theirs is here, and sets right the webhooks that lead here without their fallback. What
 * leads elsewhere is somebody's choice, and is left to a person.
 * @throws the first failure, after all accounts have been asked
 */
export async function mendNumbers(): Promise<void> {
  await forEach(await allAccounts(), mend);
}

async function mend(account: AskedAccount): Promise<void> {
  const numbers = await listAll(account.client);
  await place(account, numbers);
  const halfRight = numbers.filter((number) => isHalfRight(number, textsUrl()));
  const managed = await database().managedAddress.findMany({
    where: {
      ...(account.workspaceId !== null && { workspaceId: account.workspaceId }),
      address: { in: halfRight.map(({ phoneNumber }) => phoneNumber) },
    },
  });
  for (const { sid, phoneNumber } of halfRight)
    if (managed.some(({ address }) => address === phoneNumber))
      await account.client.incomingPhoneNumbers(sid).update(rightWebhook());
}

/** Keeps which of the managed phones an account of a workspace's own has. */
export async function place(
  { workspaceId, sid }: AskedAccount,
  numbers: IncomingPhoneNumberInstance[],
): Promise<void> {
  if (workspaceId === null) return;
  const here = { workspaceId, kind: 'phone' } as const;
  const list = numbers.map(({ phoneNumber }) => phoneNumber);
  await database().$transaction([
    database().managedAddress.updateMany({
      where: { ...here, twilioAccountSid: sid, address: { notIn: list } },
      data: { twilioAccountSid: null },
    }),
    database().managedAddress.updateMany({
      where: { ...here, address: { in: list } },
      data: { twilioAccountSid: sid },
    }),
  ]);
}

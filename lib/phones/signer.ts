import { database } from '#lib/database/client.ts';
import { find, purposeOf, tokenOf } from '#lib/phones/clients.ts';
import { unseal } from '#lib/seal.ts';
import { settings } from '#lib/settings.ts';
import type { TwilioAccount } from '#prisma/generated/client.ts';

/** Twilio signs with the token that is primary there: an owner has a day to make it the one that was given here. */
const BELIEVED_AFTER_EXCHANGE_MS = 24 * 60 * 60_000;

/**
 * Who may have signed a webhook: any of these tokens will do. With `workspaceId`, it is an account of that workspace's
 * own, whose owners know the token: it is believed for that workspace's numbers, and for files of that account, only.
 */
export type Signer = { authTokens: string[]; accountSid: string; workspaceId: string | null };

/** @param accountSid as the webhook names it; of one that is not known, only the configured account can have signed */
export async function findSigner(accountSid: string | undefined, now = new Date()): Promise<Signer> {
  const configured = settings().twilio;
  const row = accountSid && accountSid !== configured?.accountSid ? await find(accountSid) : null;
  if (row)
    return { authTokens: tokensOf(row, now), accountSid: row.accountSid, workspaceId: row.workspaceId };
  return {
    authTokens: configured?.authTokens ?? [],
    accountSid: configured?.accountSid ?? '',
    workspaceId: null,
  };
}

/** Whether the signer may tell of this number. */
export async function speaksFor({ workspaceId }: Signer, number: string): Promise<boolean> {
  if (workspaceId === null) return true;
  return (await database().managedAddress.count({ where: { workspaceId, address: number } })) > 0;
}

function tokensOf(row: TwilioAccount, now: Date): string[] {
  const { accountSid, tokenBefore, exchangedAt } = row;
  const isBelieved = exchangedAt && exchangedAt.getTime() > now.getTime() - BELIEVED_AFTER_EXCHANGE_MS;
  return [tokenOf(row), ...(tokenBefore && isBelieved ? [unseal(tokenBefore, purposeOf(accountSid))] : [])];
}

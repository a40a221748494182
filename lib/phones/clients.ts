import type Twilio from 'twilio/lib/rest/Twilio.js';
import { database } from '#lib/database/client.ts';
import { type Credentials, openClient, twilio } from '#lib/phones/client.ts';
import { unseal } from '#lib/seal.ts';
import { settings } from '#lib/settings.ts';
import type { TwilioAccount } from '#prisma/generated/client.ts';

// Which Twilio account is asked, and with what: the configured one, which is every workspace's, or one of a workspace's
// own. By Twilio's rules the token of a parent account would do for its subaccounts' resources; their own is used, since
// an account that a workspace names is not to be asked with what the operator has.

/** `sid` and `workspaceId` are null for the configured one. */
export type AskedAccount = { sid: string | null; workspaceId: string | null; client: Twilio };

/** The accounts whose numbers are the workspace's to manage, the configured one first. */
export function accountsOf(workspaceId: string): Promise<AskedAccount[]> {
  return list({ workspaceId });
}

/** Those of all workspaces, the configured one first. */
export function allAccounts(): Promise<AskedAccount[]> {
  return list({});
}

/** The client of the account that has a managed phone. */
export async function clientOf({ twilioAccountSid }: { twilioAccountSid: string | null }): Promise<Twilio> {
  const row = twilioAccountSid === null ? null : await find(twilioAccountSid);
  return row ? asked(row).client : twilio();
}

/** What an account's files are fetched with: its own token where it is here, else that of the configured account. */
export async function credentialsOf(
  accountSid: string | null,
  configured: Credentials,
): Promise<Credentials> {
  const row = accountSid === null || accountSid === configured.accountSid ? null : await find(accountSid);
  return row ? credentials(row) : configured;
}

export function find(accountSid: string): Promise<TwilioAccount | null> {
  return database().twilioAccount.findUnique({ where: { accountSid } });
}

export function tokenOf({ accountSid, authToken }: TwilioAccount): string {
  return unseal(authToken, purposeOf(accountSid));
}

/** For sealing: a token cannot be moved to another account. */
export function purposeOf(accountSid: string): string {
  return `twilio account ${accountSid}`;
}

async function list(where: { workspaceId?: string }): Promise<AskedAccount[]> {
  const rows = await database().twilioAccount.findMany({ where, orderBy: { createdAt: 'asc' } });
  return [{ sid: null, workspaceId: null, client: twilio() }, ...rows.map(asked)];
}

function asked(row: TwilioAccount) {
  return { sid: row.accountSid, workspaceId: row.workspaceId, client: openClient(credentials(row)) };
}

function credentials(row: TwilioAccount): Credentials {
  const { accountSid, label } = row;
  return { accountSid, authTokens: [tokenOf(row)], apiUrl: settings().twilio?.apiUrl ?? null, label };
}

import type {
  IncomingPhoneNumberContext,
  IncomingPhoneNumberInstance,
} from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type Twilio from 'twilio/lib/rest/Twilio.js';
import { database } from '#lib/database/client.ts';
import { accountsOf } from '#lib/phones/clients.ts';
import { settings } from '#lib/settings.ts';

// Which Twilio account has a number.

/** A number as Twilio shows it, and where it is changed and given back, with the token of its account. */
export type Own = { shown: IncomingPhoneNumberInstance; resource: IncomingPhoneNumberContext };

/** As many as Twilio gives at once. */
const PAGE_SIZE = 1_000;

/** All numbers of the workspace's Twilio accounts. @throws what Twilio's client throws */
export async function listOwn(workspaceId: string): Promise<IncomingPhoneNumberInstance[]> {
  const accounts = await accountsOf(workspaceId);
  return (await Promise.all(accounts.map(({ client }) => listAll(client)))).flat();
}

/**
 * A number of one of the workspace's Twilio accounts: the one that it was last seen in is asked first. Null when none
 * has it. @throws what Twilio's client throws, where an account that could have it does not say
 */
export async function findOwn(workspaceId: string, number: string): Promise<Own | null> {
  const [accounts, managed] = await Promise.all([
    accountsOf(workspaceId),
    database().managedAddress.findFirst({ where: { workspaceId, address: number } }),
  ]);
  const lastSeen = managed?.twilioAccountSid ?? null;
  const { first = [], then = [] } = Object.groupBy(accounts, ({ sid }) =>
    sid === lastSeen ? 'first' : 'then',
  );
  const failures: unknown[] = [];
  for (const { client } of [...first, ...then]) {
    const shown = await findAt(client, number).catch((error) => void failures.push(error));
    if (shown) return { shown, resource: client.incomingPhoneNumbers(shown.sid) };
  }
  if (failures.length > 0) throw failures[0];
  return null;
}

/** A number of this account, null when it has no such number. @throws what Twilio's client throws */
export async function findAt(client: Twilio, number: string): Promise<IncomingPhoneNumberInstance | null> {
  const [found] = await client.incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
  return found?.phoneNumber === number ? found : null;
}

/** What is kept of it at a managed phone: null for the configured account. */
export function accountSidOf({ accountSid }: IncomingPhoneNumberInstance): string | null {
  return accountSid === settings().twilio?.accountSid ? null : accountSid;
}

/** All numbers of this account. @throws what Twilio's client throws */
export function listAll(client: Twilio): Promise<IncomingPhoneNumberInstance[]> {
  return client.incomingPhoneNumbers.list({ pageSize: PAGE_SIZE });
}

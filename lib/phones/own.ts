import type { IncomingPhoneNumberInstance } from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import { twilio } from '#lib/phones/client.ts';

/** A number of the Twilio account, null when it has no such number. @throws what Twilio's client throws */
export async function findOwn(number: string): Promise<IncomingPhoneNumberInstance | null> {
  const [found] = await twilio().incomingPhoneNumbers.list({ phoneNumber: number, limit: 1 });
  return found?.phoneNumber === number ? found : null;
}

import type { Actor } from '#lib/access/actor.ts';
import { invalidField } from '#lib/errors.ts';
import { requireNumbers } from '#lib/phones/allowed.ts';
import { twilio } from '#lib/phones/client.ts';
import { failureOf, providerError } from '#lib/phones/failure.ts';

export const NUMBER_TYPES = ['local', 'mobile', 'tollFree'] as const;
export type NumberType = (typeof NUMBER_TYPES)[number];

export type NumberForSale = {
  number: string;
  /** Where it seems to be, such as `San Francisco, CA`. */
  place: string;
  capabilities: { sms: boolean; mms: boolean; voice: boolean };
  /** Whether the country wants an address of the buyer first. */
  needsAddress: boolean;
};
/** `price` is a month's, such as `1.15 USD`; null where Twilio does not tell. */
export type Offer = { numbers: NumberForSale[]; price: string | null };

/** As many as one looks through. */
const MOST = 20;
/** How Twilio's pricing calls the types. */
const PRICED: Record<NumberType, string> = { local: 'local', mobile: 'mobile', tollFree: 'toll free' };

/**
 * Numbers that the Twilio account could buy and that receive texts.
 * @param country ISO 3166-1 alpha-2
 * @param digits that it contains, in their order
 * @throws MailroomError `invalid-input`; `forbidden`; what Twilio answers
 */
export async function searchNumbers(
  actor: Actor,
  { country, type, digits = '' }: { country: string; type: NumberType; digits?: string },
): Promise<Offer> {
  requireNumbers(actor);
  if (!/^[A-Z]{2}$/.test(country))
    throw invalidField('country', 'A country is two letters, such as US or GB.');
  const contains = digits.replace(/[\s+().-]/g, '');
  if (!/^\d{0,15}$/.test(contains)) throw invalidField('digits', 'Only digits can be looked for.');
  const [numbers, price] = await Promise.all([find(country, type, contains), findPrice(country, type)]);
  return { numbers, price };
}

async function find(country: string, type: NumberType, contains: string): Promise<NumberForSale[]> {
  const criteria = { smsEnabled: true, limit: MOST, ...(contains && { contains }) };
  try {
    const { local, mobile, tollFree } = twilio().availablePhoneNumbers(country);
    const list = { local: () => local.list(criteria), mobile: () => mobile.list(criteria) };
    const found = await (type === 'tollFree' ? tollFree.list(criteria) : list[type]());
    return found.map(({ phoneNumber, locality, region, addressRequirements, capabilities }) => ({
      number: phoneNumber,
      place: [locality, region].filter(Boolean).join(', '),
      capabilities: capabilitiesOf(capabilities),
      needsAddress: Boolean(addressRequirements) && addressRequirements !== 'none',
    }));
  } catch (error) {
    const failure = failureOf(error);
    // Twilio has no such kind of number there: that is an answer.
    if (failure.kind === 'refused' && failure.status === 404) return [];
    throw providerError(error);
  }
}

/** For sale they are written in capitals, and not once they are bought. */
function capabilitiesOf(given: object): NumberForSale['capabilities'] {
  const has = (name: string) =>
    Object.entries(given).some(([key, value]) => key.toLowerCase() === name && value === true);
  return { sms: has('sms'), mms: has('mms'), voice: has('voice') };
}

/** Nobody is kept from buying by a price that is not told. */
async function findPrice(country: string, type: NumberType): Promise<string | null> {
  try {
    const { phoneNumberPrices, priceUnit } = await twilio()
      .pricing.v1.phoneNumbers.countries(country)
      .fetch();
    const price = phoneNumberPrices.find((each) => each.numberType === PRICED[type])?.currentPrice;
    return price ? `${price} ${priceUnit.toUpperCase()}` : null;
  } catch {
    return null;
  }
}

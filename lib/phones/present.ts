import { z } from 'zod';

export const capabilitiesSchema = z.object({ sms: z.boolean(), mms: z.boolean(), voice: z.boolean() });
const time = z.iso.datetime({ precision: 3 });

/** A number of a Twilio account, or a managed phone that is of none, in public JSON. */
export const phoneNumberSchema = z
  .object({
    number: z.string().describe('In E.164.'),
    label: z.string().nullable(),
    providerId: z
      .string()
      .nullable()
      .describe(
        'Twilio’s id; null where the number is not of the account: another source may bring its texts.',
      ),
    providerAccountId: z
      .string()
      .nullable()
      .describe('Twilio’s id of the account that has it: the configured one, or one of the workspace’s own.'),
    webhook: z
      .enum(['right', 'elsewhere', 'none'])
      .nullable()
      .describe('`right`: its texts come here. `elsewhere`, `none`: they do not.'),
    smsUrl: z.string().nullable().describe('Where its texts go.'),
    capabilities: capabilitiesSchema.nullable(),
    calls: z
      .object({
        greeting: z.string().nullable().describe('What a caller is told before the recording.'),
        webhook: z
          .enum(['right', 'elsewhere'])
          .describe('`elsewhere`: Twilio sends its calls elsewhere; Mailroom mends that every few minutes.'),
      })
      .nullable()
      .describe('Null while its calls are not answered.'),
    addressId: z.guid().nullable().describe('The managed address; null while it is none.'),
    accounts: z.array(z.string()).describe('The accounts that are registered with it, such as `x @brand`.'),
    release: z
      .object({
        at: time.describe('When it is given back to Twilio.'),
        releasedAt: time.nullable(),
        reason: z.string().nullable().describe('Why Twilio did not take it back at the last attempt.'),
      })
      .nullable(),
  })
  .meta({ id: 'PhoneNumber' });
export type PhoneNumber = z.infer<typeof phoneNumberSchema>;

/** A number that could be bought. */
export const numberForSaleSchema = z
  .object({
    number: z.string(),
    place: z.string().describe('Where it seems to be, such as `San Francisco, CA`.'),
    price: z.string().nullable().describe('A month’s, such as `1.15 USD`; null where Twilio does not tell.'),
    capabilities: capabilitiesSchema,
    needsAddress: z.boolean().describe('Whether Twilio wants an address of the buyer in the country first.'),
  })
  .meta({ id: 'NumberForSale' });

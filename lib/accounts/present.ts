import { z } from 'zod';
import type { Prisma } from '#prisma/generated/client.ts';

/** An account in public JSON. Its secrets are not in it, only whether it has them. */
export const accountSchema = z
  .object({
    id: z.guid(),
    service: z.string(),
    handle: z.string(),
    email: z.string().nullable().describe('The managed email address it is registered with.'),
    phone: z.string().nullable().describe('The managed phone number it is registered with.'),
    hasAuthenticator: z.boolean(),
    hasRecoveryCodes: z.boolean(),
    createdAt: z.iso.datetime({ precision: 3 }),
  })
  .meta({ id: 'Account' });
export type PublicAccount = z.infer<typeof accountSchema>;

export const totpSchema = z
  .object({
    code: z.string(),
    validUntil: z.iso.datetime({ precision: 3 }).describe('Until when; from then on `nextCode` is valid.'),
    nextCode: z.string(),
  })
  .meta({ id: 'Totp' });

export const WITH_ADDRESSES = { email: true, phone: true } satisfies Prisma.AccountInclude;
export type AccountRow = Prisma.AccountGetPayload<{ include: typeof WITH_ADDRESSES }>;

/** An address that the actor may not see is not told, as if there were none. */
export function presentAccount(row: AccountRow, visible: string[] | null): PublicAccount {
  const { id, service, handle, createdAt } = row;
  const shown = (address: AccountRow['email']) =>
    address && (visible === null || visible.includes(address.id)) ? address.address : null;
  return {
    ...{ id, service, handle, email: shown(row.email), phone: shown(row.phone) },
    hasAuthenticator: row.authenticatorSecret !== null,
    hasRecoveryCodes: row.recoveryCodes !== null,
    createdAt: createdAt.toISOString(),
  };
}

import { z } from 'zod';
import type { ManagedAddress } from '#prisma/generated/client.ts';

/** A managed address in public JSON. */
export const addressSchema = z
  .object({
    id: z.guid(),
    kind: z.enum(['email', 'phone']),
    address: z.string(),
    label: z.string().nullable(),
    createdAt: z.iso.datetime({ precision: 3 }),
  })
  .meta({ id: 'Address' });
export type PublicAddress = z.infer<typeof addressSchema>;

export function presentAddress(row: ManagedAddress): PublicAddress {
  const { id, kind, address, label, createdAt } = row;
  return { id, kind, address, label, createdAt: createdAt.toISOString() };
}

import { z } from 'zod';
import type { Actor } from '#lib/access/actor.ts';
import { requireAdministrator } from '#lib/access/permissions.ts';
import { database } from '#lib/database/client.ts';
import { settings } from '#lib/settings.ts';
import type { Reconciliation } from '#prisma/generated/client.ts';

/** When the provider's list was last compared with what is stored, and what was missing. Times in RFC 3339. */
export const reconciliationSchema = z.object({
  ranAt: z.iso.datetime({ precision: 3 }),
  listed: z.int(),
  found: z.int(),
  lastFoundAt: z.iso.datetime({ precision: 3 }).nullable(),
  error: z.string().nullable(),
});
export type PublicReconciliation = z.infer<typeof reconciliationSchema>;

/** Of the configured account. Null before the first run. @throws MailroomError `forbidden` */
export async function findReconciliation(actor: Actor): Promise<PublicReconciliation | null> {
  requireAdministrator(actor);
  const accountSid = settings().twilio?.accountSid;
  const row = accountSid ? await database().reconciliation.findUnique({ where: { accountSid } }) : null;
  return row && presentRun(row);
}

export function presentRun(row: Reconciliation): PublicReconciliation {
  const { ranAt, listed, found, lastFoundAt, error } = row;
  return {
    ...{ ranAt: ranAt.toISOString(), lastFoundAt: lastFoundAt?.toISOString() ?? null },
    ...{ listed, found, error },
  };
}

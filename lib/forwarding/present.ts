import { z } from 'zod';
import type { Forward } from '#prisma/generated/client.ts';

const time = z.iso.datetime({ precision: 3 });

/** A forward in public JSON: a message on its way to one recipient, or what became of it. */
export const forwardSchema = z
  .object({
    id: z.guid(),
    messageId: z.guid(),
    to: z.string(),
    forwardedBy: z.string().nullable().describe('Who did it by hand; null: a rule.'),
    status: z.enum(['pending', 'sent', 'failed']).describe('`sent`: the relay has taken it.'),
    attempts: z.int().min(0),
    createdAt: time,
    sentAt: time.nullable(),
    nextAttemptAt: time.nullable(),
    error: z.string().nullable().describe('Why the last attempt failed.'),
  })
  .meta({ id: 'Forward' });
export type PublicForward = z.infer<typeof forwardSchema>;

export function presentForward(row: Forward): PublicForward {
  const { id, messageId, to, forwardedBy, attempts, error } = row;
  return {
    ...{ id, messageId, to, forwardedBy, attempts, error },
    status: row.nextAttemptAt ? 'pending' : row.sentAt ? 'sent' : 'failed',
    createdAt: row.at.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  };
}

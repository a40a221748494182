import { z } from 'zod';

/** A code in public JSON, as contract and OpenAPI have it. */
export const codeSchema = z
  .object({
    id: z.uuid(),
    code: z.string(),
    service: z.string().nullable(),
    purpose: z.enum(['login', 'confirm', 'reset', 'other']),
    channel: z.enum(['email', 'sms', 'mms', 'voice']),
    address: z.string(),
    accountId: z
      .uuid()
      .nullable()
      .describe('The account it is for, where there is one, and the caller may see it.'),
    from: z.string().nullable(),
    provenDomain: z.string().nullable(),
    confidence: z.number().min(0).max(1),
    state: z.enum(['usable', 'superseded', 'expired', 'claimed']),
    receivedAt: z.iso.datetime({ precision: 3 }),
    expiresAt: z.iso.datetime({ precision: 3 }),
    claimedAt: z.iso.datetime({ precision: 3 }).nullable(),
    claimedBy: z
      .object({ kind: z.enum(['member', 'token']), name: z.string() })
      .nullable()
      .describe('Who has taken it; null while nobody has, and when they are no longer there.'),
    messageId: z.uuid(),
  })
  .meta({ id: 'Code' });
export type PublicCode = z.infer<typeof codeSchema>;
export type CodeState = PublicCode['state'];

/** A row of the statements in lib/codes/statements.ts. */
export type CodeRow = Omit<PublicCode, 'receivedAt' | 'expiresAt' | 'claimedAt'> & {
  receivedAt: Date;
  expiresAt: Date;
  claimedAt: Date | null;
};

export function presentCode(row: CodeRow): PublicCode {
  const { id, code, service, purpose, channel, address, accountId, from, provenDomain, confidence, state } =
    row;
  const { claimedBy, messageId } = row;
  return {
    ...{ id, code, service, purpose, channel, address, accountId, from, provenDomain, confidence, state },
    receivedAt: row.receivedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    claimedAt: row.claimedAt?.toISOString() ?? null,
    claimedBy,
    messageId,
  };
}

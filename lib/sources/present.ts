import type { Prisma } from '#prisma/generated/client.ts';

/** A source as owners and admins see it. Never its secret. */
export type PublicSmsSource = {
  id: string;
  kind: 'android' | 'webhook';
  name: string;
  /** By slot: of a phone, the number of each SIM. */
  numbers: { slot: number; address: string }[];
  createdAt: string;
  revokedAt: string | null;
  /** The last text that it brought. */
  receivedAt: string | null;
  /** Why the last signed request was refused, in words for people. */
  problem: string | null;
};

export const WITH_NUMBERS = {
  numbers: { include: { address: true }, orderBy: { slot: 'asc' } },
} satisfies Prisma.SmsSourceInclude;
export type SmsSourceRow = Prisma.SmsSourceGetPayload<{ include: typeof WITH_NUMBERS }>;

export function presentSmsSource(row: SmsSourceRow): PublicSmsSource {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    numbers: row.numbers.map(({ slot, address }) => ({ slot, address: address.address })),
    createdAt: row.createdAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    receivedAt: row.receivedAt?.toISOString() ?? null,
    problem: row.problem,
  };
}

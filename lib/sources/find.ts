import { z } from 'zod';
import { database } from '#lib/database/client.ts';
import { unseal } from '#lib/seal.ts';
import { MAX_SOURCES, purposeOf } from '#lib/sources/manage.ts';

/** What a request from outside is checked against. */
export type SmsSource = { id: string; secret: string; numbers: { slot: number; address: string }[] };

/**
 * The sources of a kind that are not revoked: the one with this id, or, of a request that names none, the oldest 50,
 * of which its signature may be one's. Across workspaces, since a source names its own; none is believed unsigned.
 */
export async function findSmsSources(kind: 'android' | 'webhook', id: string | null): Promise<SmsSource[]> {
  if (id !== null && !z.guid().safeParse(id).success) return [];
  const rows = await database().smsSource.findMany({
    where: { kind, revokedAt: null, ...(id !== null && { id }) },
    include: { numbers: { include: { address: true }, orderBy: { slot: 'asc' } } },
    orderBy: { createdAt: 'asc' },
    take: MAX_SOURCES,
  });
  return rows.map(({ id, secret, numbers }) => ({
    id,
    secret: unseal(secret, purposeOf(id)),
    numbers: numbers.map(({ slot, address }) => ({ slot, address: address.address })),
  }));
}

/** Remembers that a source has brought a text. */
export async function recordReceived(id: string): Promise<void> {
  await database().smsSource.updateMany({ where: { id }, data: { receivedAt: new Date(), problem: null } });
}

/** Remembers why a signed request of a source was refused, for whoever looks after it. */
export async function recordRefused(id: string, problem: string): Promise<void> {
  await database().smsSource.updateMany({ where: { id }, data: { problem } });
}

import { z } from 'zod';

/**
 * The one channel of NOTIFY. Its payload is an address's id, or a workspace's: something happened there, look for
 * yourself. Or that webhooks have something to send, which a trigger says (prisma/migrations/0002_webhooks).
 */
export const CHANNEL = 'mailroom';

export const WEBHOOKS_DUE = 'webhooks';

export const hintSchema = z.union([z.uuid(), z.literal(WEBHOOKS_DUE)]);

import { z } from 'zod';

/**
 * The one channel of NOTIFY. Its payload is an address's id, or a workspace's: something happened there, look for
 * yourself. Or that webhooks, forwards or pushes are to be sent, which triggers say (prisma/migrations/0002_webhooks,
 * 0010_forwarding and 0012_push).
 */
export const CHANNEL = 'mailroom';

export const WEBHOOKS_DUE = 'webhooks';
export const FORWARDS_DUE = 'forwards';
export const PUSHES_DUE = 'pushes';

export const hintSchema = z.union([z.uuid(), z.literal([WEBHOOKS_DUE, FORWARDS_DUE, PUSHES_DUE])]);

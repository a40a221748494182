import { z } from 'zod';
import type { Actor } from '#lib/access/actor.ts';
import { codeSchema } from '#lib/codes/present.ts';
import { messageSummarySchema } from '#lib/messages/present.ts';
import type { Prisma, WebhookDelivery } from '#prisma/generated/client.ts';

/** What a webhook may be told of: the same as the event stream. */
export const EVENT_TYPES = ['message.received', 'message.updated', 'code.received', 'code.claimed'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

const time = z.iso.datetime({ precision: 3 });
export const eventTypeSchema = z.enum(EVENT_TYPES, { error: `must be one of ${EVENT_TYPES.join(', ')}` });

/** A webhook in public JSON. */
export const webhookSchema = z
  .object({
    id: z.guid(),
    url: z.string(),
    events: z.array(eventTypeSchema),
    addresses: z
      .array(z.string())
      .nullable()
      .describe('null: every address that whoever made the webhook may see.'),
    enabled: z.boolean(),
    notice: z.string().nullable().describe('Why Mailroom has switched the webhook off.'),
    createdBy: z
      .object({ kind: z.enum(['member', 'token', 'system']), name: z.string() })
      .nullable()
      .describe('null: a member who has been removed.'),
    createdAt: time,
    failingSince: time.nullable().describe('Since when every attempt has failed.'),
    deliveredAt: time.nullable().describe('The last success, to the minute.'),
  })
  .meta({ id: 'Webhook' });
export type PublicWebhook = z.infer<typeof webhookSchema>;

/** What is answered to who makes one: the only time that the secret is shown. */
export const createdWebhookSchema = webhookSchema
  .extend({ secret: z.string().describe('What the requests are signed with, `whsec_…`; shown this once.') })
  .meta({ id: 'CreatedWebhook' });
export type CreatedWebhook = z.infer<typeof createdWebhookSchema>;

/** A delivery in public JSON: an event on its way to one webhook, or what became of it. */
export const deliverySchema = z
  .object({
    id: z.guid().describe('The `webhook-id` of its requests, the same at each attempt.'),
    type: eventTypeSchema,
    messageId: z.guid(),
    codeId: z.guid().nullable(),
    status: z.enum(['pending', 'delivered', 'failed']),
    attempts: z.int().min(0),
    createdAt: time,
    attemptedAt: time.nullable(),
    nextAttemptAt: time.nullable(),
    responseStatus: z.int().nullable().describe('What the URL answered last.'),
    error: z.string().nullable().describe('Why the last attempt failed.'),
  })
  .meta({ id: 'Delivery' });
export type PublicDelivery = z.infer<typeof deliverySchema>;

/** What is sent, by the Standard Webhooks specification; `data` is the state at the time of the attempt. */
export const payloadSchema = z.union([
  z.object({
    type: z.enum(['message.received', 'message.updated']),
    timestamp: time.describe('When it happened.'),
    // Whoever reads it there is not the member who made the webhook.
    data: messageSummarySchema.omit({ unread: true, archived: true }),
  }),
  z.object({
    type: z.enum(['code.received', 'code.claimed']),
    timestamp: time.describe('When it happened.'),
    data: codeSchema,
  }),
]);
export type Payload = z.infer<typeof payloadSchema>;

/** Not inside a transaction: Prisma asks for the three at once, which pg's one connection warns of, and will refuse. */
export const WITH_CREATOR = {
  addresses: { include: { address: true } },
  createdByMember: true,
  createdByToken: true,
} satisfies Prisma.WebhookInclude;
export type WebhookRow = Prisma.WebhookGetPayload<{ include: typeof WITH_CREATOR }>;

export function presentWebhook(row: WebhookRow): PublicWebhook {
  return {
    id: row.id,
    url: row.url,
    // Rows outlive versions: a type that this one does not know is not shown.
    events: EVENT_TYPES.filter((type) => row.events.includes(type)),
    addresses: row.limited ? row.addresses.map((limit) => limit.address.address).sort() : null,
    enabled: row.disabledAt === null,
    notice: row.notice,
    createdBy: creatorOf(row),
    createdAt: row.createdAt.toISOString(),
    failingSince: row.failingSince?.toISOString() ?? null,
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  };
}

function creatorOf(row: WebhookRow): { kind: Actor['kind']; name: string } | null {
  if (row.creatorKind === 'system') return { kind: 'system', name: 'operator' };
  const creator = row.createdByMember ?? row.createdByToken;
  return creator && { kind: row.creatorKind, name: creator.name };
}

export function presentDelivery(row: WebhookDelivery): PublicDelivery {
  return {
    id: row.id,
    type: eventTypeSchema.parse(row.kind),
    messageId: row.messageId,
    codeId: row.codeId,
    status: row.nextAttemptAt ? 'pending' : row.deliveredAt ? 'delivered' : 'failed',
    attempts: row.attempts,
    createdAt: row.at.toISOString(),
    attemptedAt: row.attemptedAt?.toISOString() ?? null,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    responseStatus: row.responseStatus,
    error: row.error,
  };
}

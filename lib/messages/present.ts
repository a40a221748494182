import { z } from 'zod';
import { codeSchema } from '#lib/codes/present.ts';

const verdict = z.string().nullable();

/** A message in a list. The members of `authentication` are null while the sender is still being looked up. */
export const messageSummarySchema = z
  .object({
    id: z.uuid(),
    channel: z.enum(['email', 'sms', 'mms', 'voice']),
    direction: z.enum(['inbound', 'outbound']),
    address: z.string(),
    from: z.object({ address: z.string().nullable(), name: z.string().nullable() }),
    to: z.array(z.string()),
    subject: z.string().nullable(),
    snippet: z.string(),
    service: z.string().nullable(),
    size: z.int().min(0),
    receivedAt: z.iso.datetime({ precision: 3 }),
    sentAt: z.iso.datetime({ precision: 3 }).nullable(),
    codes: z.array(
      codeSchema.pick({
        ...{ id: true, code: true, state: true, purpose: true, service: true, expiresAt: true },
        claimedBy: true,
      }),
    ),
    attachmentCount: z.int().min(0),
    problem: z
      .string()
      .nullable()
      .describe('Why it could not be read in full, or, of a text, that its code was taken out on the way.'),
    noteCount: z.int().min(0).describe('How many notes members have written on it.'),
    authentication: z.object({ spf: verdict, dkim: verdict, dmarc: verdict, provenDomain: verdict }),
    /** What became of a text that was sent from here; absent for what was received. */
    sending: z
      .object({
        state: z.enum(['queued', 'sent', 'delivered', 'failed']),
        errorCode: z.int().nullable().describe('Twilio’s, where it gave one.'),
        reason: z.string().nullable().describe('Why it failed, or what it waits for, in plain words.'),
      })
      .optional(),
    /** Of the member who asks; absent for tokens. */
    unread: z.boolean().optional(),
    /** The same. */
    archived: z.boolean().optional(),
  })
  .meta({ id: 'MessageSummary' });
export type MessageSummary = z.infer<typeof messageSummarySchema>;

/** A whole message. `html` is sanitised: safe to show in a frame of its own. */
export const messageSchema = messageSummarySchema
  .extend({
    /** ARC, what forwarders say they saw, is told of the whole message only. */
    authentication: messageSummarySchema.shape.authentication.extend({ arc: verdict }),
    text: z.string().nullable(),
    html: z.string().nullable(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    links: z.array(
      z.object({
        href: z.string(),
        text: z.string(),
        kind: z.enum(['confirm', 'sign-in', 'reset', 'other']),
      }),
    ),
    attachments: z.array(
      z.object({
        ...{ index: z.int(), filename: z.string().nullable(), contentType: z.string() },
        size: z.int().describe('In bytes; 0 while it is being fetched.'),
        state: z
          .enum(['stored', 'pending', 'failed'])
          .describe('The files of an MMS are fetched after the message is stored: `pending` until then.'),
        problem: z.string().nullable().describe('Why the last attempt to fetch it failed.'),
      }),
    ),
    codes: z.array(
      messageSummarySchema.shape.codes.element.extend({ context: z.string(), confidence: z.number() }),
    ),
    notes: z
      .array(
        z.object({
          id: z.uuid(),
          author: z.string(),
          text: z.string(),
          createdAt: z.iso.datetime({ precision: 3 }),
          /** Of the member who asks; absent for tokens. */
          mine: z.boolean().optional(),
        }),
      )
      .describe('What members have written on it, oldest first.'),
  })
  .meta({ id: 'Message' });
export type PublicMessage = z.infer<typeof messageSchema>;

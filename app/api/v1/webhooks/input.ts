import { z } from 'zod';
import { text } from '#app/api/v1/parameters.ts';
import { eventTypeSchema } from '#lib/webhooks/present.ts';

/** As many as a token may name, and one body holds. */
const MAX_ADDRESSES = 100;

/** What of a webhook its maker says. */
export const webhookInput = {
  url: text(2_000).describe('Where requests are sent: public, and https.'),
  events: z
    .array(eventTypeSchema, 'must be a list of event types')
    .min(1, 'must name a type, or be left out for all')
    .optional()
    .describe('All types unless named.'),
  addresses: z
    .array(text(320), 'must be a list of addresses')
    .max(MAX_ADDRESSES, `must have at most ${MAX_ADDRESSES} addresses`)
    .nullable()
    .optional()
    .describe('Only what happens at these managed addresses; else at all that the maker may see.'),
};

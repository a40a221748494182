import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { requireOnePlace, text } from '#app/api/v1/parameters.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { momentSchema } from '#lib/codes/moment.ts';
import { codeSchema } from '#lib/codes/present.ts';
import { MAX_WAIT } from '#lib/codes/wait.ts';

const seconds = `must be a whole number from 0 to ${MAX_WAIT}`;

export const { GET, POST, PUT, PATCH, DELETE } = methods({
  POST: endpoint({
    summary:
      'Takes the newest usable code that nobody has claimed: of any number of callers exactly one gets it.',
    scope: 'codes:claim',
    body: z
      .strictObject({
        address: text(320).optional(),
        accountId: z.guid('must be the id of an account').optional(),
        service: text(100).optional(),
        from: text(320).optional(),
        after: momentSchema.optional(),
        proven: z.boolean('must be true or false').optional(),
        wait: z.int(seconds).min(0, seconds).max(MAX_WAIT, seconds).default(0),
      })
      .superRefine(requireOnePlace),
    answer: codeSchema,
    plain: ({ code }) => code,
    handle: ({ actor, body, request }) => claimCode(actor, body, request.signal),
  }),
});

import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { requireOnePlace, secondsToWait, wantedCode } from '#app/api/v1/parameters.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { codeSchema } from '#lib/codes/present.ts';
import { MAX_WAIT } from '#lib/codes/wait.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: endpoint({
    summary:
      'Takes the newest usable code that nobody has claimed: of any number of callers exactly one gets it.',
    scope: 'codes:claim',
    body: z
      .strictObject({ ...wantedCode, wait: secondsToWait(MAX_WAIT).default(0) })
      .superRefine(requireOnePlace),
    answer: codeSchema,
    plain: ({ code }) => code,
    handle: ({ actor, body, request }) => claimCode(actor, body, request.signal),
  }),
});

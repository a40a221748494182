import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import * as parameters from '#app/api/v1/parameters.ts';
import { latestCode } from '#lib/codes/find.ts';
import { codeSchema } from '#lib/codes/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'The newest usable code of an address or an account; with `wait`, the moment it comes.',
    scope: 'codes:read',
    query: z
      .strictObject({
        ...parameters.place,
        ...parameters.account,
        service: parameters.service,
        from: parameters.sender,
        after: parameters.after,
        wait: parameters.wait,
        includeUsed: parameters.flag
          .default(false)
          .describe('Also one that is expired, superseded or claimed.'),
        proven: parameters.flag.default(false).describe('Only codes whose sender is authenticated.'),
      })
      .superRefine(parameters.requireOnePlace),
    answer: codeSchema,
    plain: ({ code }) => code,
    handle: ({ actor, query, request }) => latestCode(actor, query, request.signal),
  }),
});

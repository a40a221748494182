import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import * as parameters from '#app/api/v1/parameters.ts';
import { listCodes } from '#lib/codes/list.ts';
import { codeSchema } from '#lib/codes/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'The best code of each message that has one, newest first.',
    scope: 'codes:read',
    query: z.strictObject({
      ...parameters.place,
      ...parameters.forAccount,
      service: parameters.service,
      after: parameters.after,
      before: parameters.before,
      state: parameters.codeState,
      ...parameters.page,
    }),
    answer: parameters.listOf(codeSchema),
    handle: ({ actor, query }) => listCodes(actor, query),
  }),
});

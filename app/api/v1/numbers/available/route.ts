import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { listOf, text } from '#app/api/v1/parameters.ts';
import { numberForSaleSchema } from '#lib/phones/present.ts';
import { NUMBER_TYPES, searchNumbers } from '#lib/phones/search.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'Numbers that could be bought and that receive texts, each with its price: up to 20.',
    scope: 'numbers:write',
    query: z.strictObject({
      country: text(2).describe('ISO 3166-1: two letters, such as `US`.'),
      type: z.enum(NUMBER_TYPES, { error: `must be one of ${NUMBER_TYPES.join(', ')}` }).default('local'),
      digits: text(30).optional().describe('That the number contains.'),
    }),
    answer: listOf(numberForSaleSchema),
    handle: async ({ actor, query }) => {
      const { numbers, price } = await searchNumbers(actor, query);
      return { data: numbers.map((number) => ({ ...number, price })), nextCursor: null };
    },
  }),
});

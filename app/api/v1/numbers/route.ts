import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { listOf, page, text } from '#app/api/v1/parameters.ts';
import { MAX_LABEL } from '#lib/addresses/manage.ts';
import { buyNumber } from '#lib/phones/buy.ts';
import { pageOfNumbers } from '#lib/phones/by-number.ts';
import { phoneNumberSchema } from '#lib/phones/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'The numbers of the Twilio account and the managed phones, by number: where their texts go.',
    scope: 'numbers:write',
    query: z.strictObject(page),
    answer: listOf(phoneNumberSchema),
    handle: ({ actor, query }) => pageOfNumbers(actor, query),
  }),
  POST: endpoint({
    summary:
      'Buys a number, which is a managed phone then. The same again buys nothing: 409. With 503 nobody knows yet whether it was bought; Mailroom finds out, and buys it no second time.',
    scope: 'numbers:write',
    body: z.strictObject({ number: text(320).describe('In E.164.'), label: text(MAX_LABEL).nullish() }),
    status: 201,
    answer: phoneNumberSchema,
    handle: ({ actor, body }) => buyNumber(actor, body),
  }),
});

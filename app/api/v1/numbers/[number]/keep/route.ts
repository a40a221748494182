import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathNumber } from '#app/api/v1/path.ts';
import { keepAfterAll } from '#lib/phones/by-number.ts';
import { phoneNumberSchema } from '#lib/phones/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: endpoint({
    summary: 'Keeps a number that was to be given back.',
    scope: 'numbers:write',
    answer: phoneNumberSchema,
    handle: ({ actor, params }) => keepAfterAll(actor, pathNumber(params.number)),
  }),
});

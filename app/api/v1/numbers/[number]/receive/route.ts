import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathNumber } from '#app/api/v1/path.ts';
import { receiveHere } from '#lib/phones/by-number.ts';
import { phoneNumberSchema } from '#lib/phones/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: endpoint({
    summary:
      'Sends the texts of a number of the Twilio account here: brings it in as a managed phone, or mends one whose webhook leads elsewhere.',
    scope: 'numbers:write',
    answer: phoneNumberSchema,
    handle: ({ actor, params }) => receiveHere(actor, pathNumber(params.number)),
  }),
});

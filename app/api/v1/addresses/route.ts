import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { listOf, page, text } from '#app/api/v1/parameters.ts';
import { createAddress, MAX_LABEL, pageOfAddresses } from '#lib/addresses/manage.ts';
import { addressSchema } from '#lib/addresses/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'Managed addresses, newest first.',
    scope: 'addresses:read',
    query: z.strictObject(page),
    answer: listOf(addressSchema),
    handle: ({ actor, query }) => pageOfAddresses(actor, query),
  }),
  POST: endpoint({
    summary: 'Makes a managed address: an email at a domain of the workspace, or an E.164 number.',
    scope: 'addresses:write',
    body: z.strictObject({ address: text(320), label: text(MAX_LABEL).nullish() }),
    status: 201,
    answer: addressSchema,
    handle: ({ actor, body }) => createAddress(actor, body),
  }),
});

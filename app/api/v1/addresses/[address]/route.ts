import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { text } from '#app/api/v1/parameters.ts';
import { pathAddress } from '#app/api/v1/path.ts';
import { deleteAddress, findAddress, MAX_LABEL, updateAddress } from '#lib/addresses/manage.ts';
import { addressSchema } from '#lib/addresses/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'A managed address, by its id or itself.',
    scope: 'addresses:read',
    answer: addressSchema,
    handle: ({ actor, params }) => findAddress(actor, pathAddress(params.address)),
  }),
  PATCH: endpoint({
    summary: 'Changes the label.',
    scope: 'addresses:write',
    body: z.strictObject({ label: text(MAX_LABEL).nullable().optional() }),
    answer: addressSchema,
    handle: ({ actor, params, body }) => updateAddress(actor, pathAddress(params.address), body),
  }),
  DELETE: endpoint({
    summary: 'Deletes an address with its messages and codes.',
    scope: 'addresses:write',
    status: 204,
    handle: async ({ actor, params }) => {
      await deleteAddress(actor, pathAddress(params.address));
      return undefined;
    },
  }),
});

import { z } from 'zod';
import { accountBody } from '#app/api/v1/accounts/input.ts';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathId } from '#app/api/v1/path.ts';
import { findAccount } from '#lib/accounts/find.ts';
import { deleteAccount, updateAccount } from '#lib/accounts/manage.ts';
import { accountSchema } from '#lib/accounts/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'An account.',
    scope: 'accounts:read',
    answer: accountSchema,
    handle: ({ actor, params }) => findAccount(actor, pathId(params.id, 'account-not-found', 'account')),
  }),
  PATCH: endpoint({
    summary:
      'Changes what is given; null takes an address or a secret away. An address that a token may not see is not its to take away, and stays.',
    scope: 'accounts:write',
    body: z.strictObject(accountBody).partial(),
    answer: accountSchema,
    handle: ({ actor, params, body }) =>
      updateAccount(actor, pathId(params.id, 'account-not-found', 'account'), body),
  }),
  DELETE: endpoint({
    summary:
      'Deletes an account with its secrets; its addresses and their messages stay. A limited token may where the account is registered with one of its addresses, whatever the other is.',
    scope: 'accounts:write',
    status: 204,
    handle: async ({ actor, params }) => {
      await deleteAccount(actor, pathId(params.id, 'account-not-found', 'account'));
      return undefined;
    },
  }),
});

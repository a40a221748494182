import { z } from 'zod';
import { accountBody } from '#app/api/v1/accounts/input.ts';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { listOf, page, service } from '#app/api/v1/parameters.ts';
import { pageOfAccounts } from '#lib/accounts/find.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import { accountSchema } from '#lib/accounts/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'The team’s accounts at other services, newest first.',
    scope: 'accounts:read',
    query: z.strictObject({ service, ...page }),
    answer: listOf(accountSchema),
    handle: ({ actor, query }) => pageOfAccounts(actor, query),
  }),
  POST: endpoint({
    summary: 'Makes an account.',
    scope: 'accounts:write',
    body: z.strictObject(accountBody),
    status: 201,
    answer: accountSchema,
    handle: ({ actor, body }) => createAccount(actor, body),
  }),
});

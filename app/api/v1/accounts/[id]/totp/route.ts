import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathId } from '#app/api/v1/path.ts';
import { totpSchema } from '#lib/accounts/present.ts';
import { readTotp } from '#lib/accounts/secrets.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'The code of the account’s authenticator now, and the next one. Each reading is recorded.',
    scope: 'totp:read',
    answer: totpSchema,
    plain: ({ code }) => code,
    handle: ({ actor, params }) => readTotp(actor, pathId(params.id, 'account-not-found', 'account')),
  }),
});

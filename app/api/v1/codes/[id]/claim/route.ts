import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { pathId } from '#app/api/v1/path.ts';
import { claimCodeById } from '#lib/codes/claim.ts';
import { codeSchema } from '#lib/codes/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  POST: endpoint({
    summary: 'Takes this code; 409 when it is claimed already.',
    scope: 'codes:claim',
    answer: codeSchema,
    plain: ({ code }) => code,
    handle: ({ actor, params }) => claimCodeById(actor, pathId(params.id, 'code-not-found', 'code')),
  }),
});

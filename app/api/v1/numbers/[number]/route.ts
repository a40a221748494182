import { z } from 'zod';
import { endpoint, methods } from '#app/api/v1/endpoint.ts';
import { text } from '#app/api/v1/parameters.ts';
import { pathNumber } from '#app/api/v1/path.ts';
import { MAX_LABEL } from '#lib/addresses/manage.ts';
import { changeNumber, releaseNumber } from '#lib/phones/by-number.ts';
import { MAX_GREETING } from '#lib/phones/calls.ts';
import { findNumber } from '#lib/phones/numbers.ts';
import { phoneNumberSchema } from '#lib/phones/present.ts';

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: endpoint({
    summary: 'A number, in E.164.',
    scope: 'numbers:write',
    answer: phoneNumberSchema,
    handle: ({ actor, params }) => findNumber(actor, pathNumber(params.number)),
  }),
  PATCH: endpoint({
    summary: 'Labels a managed phone, and has its calls answered, recorded and transcribed, or not.',
    scope: 'numbers:write',
    body: z.strictObject({
      label: text(MAX_LABEL).nullable().optional(),
      calls: z
        .strictObject(
          { greeting: text(MAX_GREETING).nullish().describe('What a caller is told before the recording.') },
          'must be an object or null',
        )
        .nullable()
        .optional()
        .describe('Null: calls are not answered.'),
    }),
    answer: phoneNumberSchema,
    handle: ({ actor, params, body }) => changeNumber(actor, pathNumber(params.number), body),
  }),
  DELETE: endpoint({
    summary:
      'Gives a number back to Twilio in seven days; until then it works as before and can be kept. Its messages stay.',
    scope: 'numbers:write',
    status: 202,
    answer: phoneNumberSchema,
    handle: ({ actor, params }) => releaseNumber(actor, pathNumber(params.number)),
  }),
});

import { z } from 'zod';
import { text } from '#app/api/v1/parameters.ts';
import { MAX_HANDLE, MAX_SERVICE } from '#lib/accounts/manage.ts';

/** What a body says of an account. What is null is taken away, what is absent stays. */
export const accountBody = {
  service: text(MAX_SERVICE).describe('As codes name it: `x`, `github`, …'),
  handle: text(MAX_HANDLE).describe('What the team signs in with: `@brand`.'),
  email: text(320).nullish().describe('The managed email it is registered with, or its id.'),
  phone: text(320).nullish().describe('The managed phone it is registered with, or its id.'),
  authenticator: text(2_000)
    .nullish()
    .describe(
      'The secret of its authenticator app in base32, or its otpauth:// URI. Stored encrypted, never given out.',
    ),
  recoveryCodes: z
    .array(text(100), 'must be a list of texts')
    .max(50, 'must have at most 50 entries')
    .nullish()
    .describe('Stored encrypted; members see them in Mailroom.'),
};

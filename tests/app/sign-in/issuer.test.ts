import { expect, test } from 'vitest';
import { readClaims } from '#app/sign-in/issuer.ts';
import { parseSettings } from '#lib/settings.ts';

const ISSUER = 'https://login.example';

test('only the issuer that is set is believed, and only a plain yes is a yes', () => {
  const given = { iss: ISSUER, sub: '1', email: 'a@b.example' };
  expect(readClaims({ ...given, email_verified: true }, ISSUER).emailVerified).toBe(true);
  expect(readClaims({ ...given, email_verified: 'true' }, ISSUER).emailVerified).toBe(true);
  expect(readClaims({ ...given, email_verified: 'false' }, ISSUER).emailVerified).toBe(false);
  expect(readClaims(given, ISSUER).emailVerified).toBe(false);
  expect(() => readClaims({ ...given, email_verified: 1 }, ISSUER)).toThrow();
  expect(() => readClaims(given, `${ISSUER}/`)).toThrow(
    /calls itself https:\/\/login.example: set it to that/,
  );
});

test.each([
  [{ OIDC_ISSUER: 'https://login.example' }, /OIDC_CLIENT_ID and OIDC_CLIENT_SECRET must be set too/],
  [{ OIDC_ISSUER: 'login.example' }, /OIDC_ISSUER must be a URL such as https/],
  [{ OIDC_ISSUER: 'http://login.example' }, /OIDC_ISSUER must begin with https/],
  [{ OIDC_ISSUER: 'https://login.example/.well-known/openid-configuration' }, /without \/\.well-known/],
])('the settings %o are a mistake', (environment, words) => {
  expect(() => parseSettings(environment)).toThrow(words);
});

import { describe, expect, test } from 'vitest';
import { readAuthenticator, totpAt } from '#lib/accounts/totp.ts';
import { MailroomError } from '#lib/errors.ts';

/** RFC 6238 appendix B; the secrets there are the digits 1 to 0, repeated to the length of the hash. */
const SECRETS = {
  SHA1: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
  SHA256: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA',
  SHA512:
    'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA',
};

test.each([
  [59, 'SHA1', '94287082'],
  [59, 'SHA256', '46119246'],
  [59, 'SHA512', '90693936'],
  [1_111_111_109, 'SHA1', '07081804'],
  [1_111_111_109, 'SHA256', '68084774'],
  [1_111_111_109, 'SHA512', '25091201'],
  [20_000_000_000, 'SHA1', '65353130'],
  [20_000_000_000, 'SHA256', '77737706'],
  [20_000_000_000, 'SHA512', '47863826'],
] as const)('at %i seconds with %s the code is that of RFC 6238, %s', (seconds, algorithm, code) => {
  const uri = `otpauth://totp/Test?secret=${SECRETS[algorithm]}&algorithm=${algorithm}&digits=8`;
  expect(totpAt(readAuthenticator(uri), new Date(seconds * 1_000)).code).toBe(code);
});

test('a code is valid to the end of its period, and the next one from then on', () => {
  const authenticator = readAuthenticator(SECRETS.SHA1);
  const now = totpAt(authenticator, new Date('2026-11-24T10:00:29.999Z'));
  expect(now.validUntil).toBe('2026-11-24T10:00:30.000Z');
  const then = totpAt(authenticator, new Date(now.validUntil));
  expect(then.code).toBe(now.nextCode);
  expect(then.validUntil).toBe('2026-11-24T10:01:00.000Z');
  const slow = readAuthenticator(`otpauth://totp/Test?secret=${SECRETS.SHA1}&period=60`);
  expect(totpAt(slow, new Date('2026-11-24T10:00:29.999Z')).validUntil).toBe('2026-11-24T10:01:00.000Z');
});

describe('a secret is understood', () => {
  test.each([
    ['in lower case with spaces', 'gezd gnbv gy3t qojq gezd gnbv gy3t qojq'],
    ['with hyphens and padding', 'GEZDGNBV-GY3TQOJQ-GEZDGNBV-GY3TQOJQ===='],
    ['within a URI', `  otpauth://totp/X:%40brand?secret=${SECRETS.SHA1}&issuer=X  `],
    ['within a URI whose scheme is in capitals', `OTPAUTH://TOTP/Test?secret=${SECRETS.SHA1.toLowerCase()}`],
  ])('%s', (_, input) => {
    expect(totpAt(readAuthenticator(input), new Date(59_000)).code).toBe('287082');
  });
});

describe('what is no authenticator is refused in words', () => {
  test.each([
    ['123456', /base32/],
    ['', /base32/],
    ['GEZDGNBV', /5 bytes/],
    ['A'.repeat(300), /187 bytes/],
    ['otpauth://totp/Test', /not an otpauth:\/\/ URI/],
    ['otpauth://hotp/Test?secret=GEZDGNBVGY3TQOJQ&counter=1', /counter-based/],
    ['otpauth-migration://offline?data=abc', /export of several accounts/],
    ['otpauth://totp/Test?secret=GEZDGNBVGY3TQOJQ&algorithm=MD5', /otpauth|algorithm/i],
    ['otpauth://totp/Test?secret=GEZDGNBVGY3TQOJQ&algorithm=SHA3-256', /otpauth|algorithm/i],
    ['otpauth://totp/Test?secret=GEZDGNBVGY3TQOJQ&digits=4', /6 to 8 digits/],
    ['otpauth://totp/Test?secret=GEZDGNBVGY3TQOJQ&period=1', /10 to 300 seconds/],
  ])('%s', (input, words) => {
    const read = () => readAuthenticator(input);
    expect(read).toThrow(MailroomError);
    expect(read).toThrow(words);
  });
});

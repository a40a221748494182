import { Secret, TOTP, URI } from 'otpauth';
import { invalidField, type MailroomError } from '#lib/errors.ts';

/** RFC 4226 section 4 wants 16 bytes; services give 10, and tests less. What is shorter is a code, not its secret. */
const MIN_SECRET_BYTES = 8;
const MAX_SECRET_BYTES = 128;
/** RFC 6238 section 1.2; others make codes that no authenticator app shows. */
const ALGORITHMS = ['SHA1', 'SHA256', 'SHA512'];
const DIGITS = { min: 6, max: 8 };
/** Seconds. 30 is usual, 60 occurs. */
const PERIOD = { min: 10, max: 300 };

export type TotpCode = { code: string; validUntil: string; nextCode: string };

/**
 * Pure: what a service shows beside its QR code, its secret in base32 (spaces and case do not matter) or its
 * otpauth:// URI, in the form it is stored in: an otpauth:// URI that says everything.
 * @throws MailroomError `invalid-input` on the field `authenticator`
 */
export function readAuthenticator(input: string): string {
  const totp = /^otpauth/i.test(input.trim()) ? fromUri(input.trim()) : fromSecret(input);
  const { algorithm, digits, period, secret } = totp;
  const bytes = secret.bytes.length;
  if (bytes < MIN_SECRET_BYTES || bytes > MAX_SECRET_BYTES)
    throw invalid(`The secret has ${bytes} bytes; one has ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES}.`);
  if (!ALGORITHMS.includes(algorithm))
    throw invalid(`The algorithm must be one of ${ALGORITHMS.join(', ')}.`);
  if (digits < DIGITS.min || digits > DIGITS.max)
    throw invalid(`A code has ${DIGITS.min} to ${DIGITS.max} digits, not ${digits}.`);
  if (period < PERIOD.min || period > PERIOD.max)
    throw invalid(`A code is valid for ${PERIOD.min} to ${PERIOD.max} seconds, not ${period}.`);
  return totp.toString();
}

/** Pure: the code of a moment, and the one after it (RFC 6238). @param authenticator as `readAuthenticator` gives it */
export function totpAt(authenticator: string, now: Date): TotpCode {
  const totp = URI.parse(authenticator) as TOTP;
  const periodMs = totp.period * 1_000;
  const end = (Math.floor(now.getTime() / periodMs) + 1) * periodMs;
  return {
    code: totp.generate({ timestamp: now.getTime() }),
    validUntil: new Date(end).toISOString(),
    nextCode: totp.generate({ timestamp: end }),
  };
}

function fromUri(uri: string): TOTP {
  if (/^otpauth-migration:/i.test(uri))
    throw invalid(
      'This is an export of several accounts: give the secret, or the otpauth:// URI, of this one.',
    );
  try {
    const parsed = URI.parse(uri);
    if (parsed instanceof TOTP) return parsed;
  } catch {
    throw invalid('This is not an otpauth:// URI such as otpauth://totp/X:brand?secret=JBSWY3DPEHPK3PXP.');
  }
  throw invalid('This is counter-based (HOTP): only time-based codes (TOTP) can be shared by a team.');
}

function fromSecret(input: string): TOTP {
  const base32 = input
    .toUpperCase()
    .replace(/[\s-]+/g, '')
    .replace(/=+$/, '');
  if (!/^[A-Z2-7]+$/.test(base32))
    throw invalid(
      'A secret is written in base32: letters and the digits 2 to 7. An otpauth:// URI will do too.',
    );
  return new TOTP({ secret: Secret.fromBase32(base32) });
}

function invalid(detail: string): MailroomError {
  return invalidField('authenticator', detail);
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { MailroomError } from '#lib/errors.ts';

/** The app signs anew at each attempt, so only a clock that is wrong, or a replay, is further off. Seconds. */
const TOLERANCE = 300;

/**
 * Whether the app signed this body: HMAC-SHA256 over the bytes of the body and of the timestamp after it, in
 * hexadecimal digits (SMS Gateway for Android: its PayloadSingingPlugin, and its documentation on webhooks).
 */
export function isSignedByGateway(headers: Headers, body: Buffer, signingKey: string): boolean {
  const given = Buffer.from(headers.get('x-signature') ?? '', 'hex');
  const timestamp = headers.get('x-timestamp') ?? '';
  const expected = createHmac('sha256', signingKey).update(body).update(timestamp).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Once the signature is right, so that the words are about the phone's own clock.
 * @throws MailroomError `forbidden`
 */
export function requireFresh(headers: Headers, now = Date.now()): void {
  const timestamp = headers.get('x-timestamp') ?? '';
  const off = /^\d{1,12}$/.test(timestamp) ? Math.abs(now / 1000 - Number(timestamp)) : Number.NaN;
  if (off <= TOLERANCE) return;
  throw new MailroomError(
    'forbidden',
    `X-Timestamp is ${timestamp}, and the time is ${Math.floor(now / 1000)}: more than ${TOLERANCE} seconds apart. Set the clocks of the phone and of this server.`,
  );
}

import { createHash, randomBytes } from 'node:crypto';

const FORMAT = /^[A-Za-z0-9_-]{43}$/;

/** What makes a link a secret: 256 random bits, which nobody guesses however often they may try. */
export function makeLinkToken(): { token: string; sha256: Uint8Array<ArrayBuffer> } {
  const token = randomBytes(32).toString('base64url');
  return { token, sha256: hashOf(token) };
}

/** What is stored of it; null when it is no token at all. */
export function hashOfLinkToken(token: string): Uint8Array<ArrayBuffer> | null {
  return FORMAT.test(token) ? hashOf(token) : null;
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

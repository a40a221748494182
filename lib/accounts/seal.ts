import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { MailroomError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';
import { settings } from '#lib/settings.ts';

/** The layout: this version, the nonce, the tag, the text. A later one can be told from it, and read beside it. */
const VERSION = 1;
const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D section 5.2.1.1; at random, it is good for 2^32 secrets under one key (section 8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** So that the key is good for nothing else that is derived from MAILROOM_SECRET (RFC 5869 section 3.2). */
const PURPOSE = 'mailroom account secrets, version 1';

/**
 * A secret as it is stored: whoever has the database has nothing without MAILROOM_SECRET.
 * @param place what it belongs to; opened in the place of another, it is refused
 */
export function seal(secret: string, place: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key(), nonce).setAAD(Buffer.from(place));
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), text]));
}

/** @throws MailroomError `unavailable` when it was sealed with another MAILROOM_SECRET, or changed since */
export function open(sealed: Uint8Array, place: string): string {
  const bytes = Buffer.from(sealed);
  try {
    if (bytes[0] !== VERSION) throw new Error(`No such version: ${bytes[0]}.`);
    const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
    const tag = bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, key(), nonce, { authTagLength: TAG_BYTES })
      .setAAD(Buffer.from(place))
      .setAuthTag(tag);
    const text = decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new MailroomError(
      'unavailable',
      'This secret cannot be read with the MAILROOM_SECRET that Mailroom runs with: it was stored with another.',
      { cause },
    );
  }
}

function key(): Buffer {
  return once('account key', () => {
    const { secret } = settings();
    if (!secret) throw new Error('MAILROOM_SECRET is not set: the supervisor sets it for its children.');
    return Buffer.from(hkdfSync('sha256', secret, '', PURPOSE, KEY_BYTES));
  });
}

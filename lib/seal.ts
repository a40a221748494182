import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { MailroomError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';
import { settings } from '#lib/settings.ts';

/** The first byte of what is sealed, so that a later way can be told from this one and read beside it. */
const VERSION = 1;
/** NIST SP 800-38D: 96 bits, random; far from the 2³² messages at which two of them might meet. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A secret for the database: AES-256-GCM with a key from MAILROOM_SECRET.
 * @param purpose what it is of, such as `webhook <id>`: sealed for one row, it cannot be moved to another
 */
export function seal(secret: string, purpose: string): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key(), iv).setAAD(Buffer.from(purpose));
  const sealed = [cipher.update(secret, 'utf8'), cipher.final()];
  return new Uint8Array(Buffer.concat([Buffer.from([VERSION]), iv, cipher.getAuthTag(), ...sealed]));
}

/** @throws MailroomError `unavailable` when it was sealed for another purpose or with another MAILROOM_SECRET */
export function unseal(sealed: Uint8Array, purpose: string): string {
  try {
    return decipher(Buffer.from(sealed), purpose, key());
  } catch (cause) {
    throw new MailroomError(
      'unavailable',
      'This secret cannot be read with the MAILROOM_SECRET that Mailroom runs with: it was stored with another.',
      { cause },
    );
  }
}

/** Whether this is the secret that it was sealed with. */
export function opens(sealed: Uint8Array, purpose: string, secret: string): boolean {
  try {
    decipher(Buffer.from(sealed), purpose, keyOf(secret));
    return true;
  } catch {
    return false;
  }
}

function decipher(bytes: Buffer, purpose: string, key: Buffer): string {
  if (bytes[0] !== VERSION) throw new Error(`There is no version ${bytes[0]} of a sealed secret.`);
  const iv = bytes.subarray(1, 1 + IV_BYTES);
  const tag = bytes.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(tag);
  return Buffer.concat([
    decipher.update(bytes.subarray(1 + IV_BYTES + TAG_BYTES)),
    decipher.final(),
  ]).toString();
}

/** Of its own: sessions are signed with another that comes from the same secret. */
function key(): Buffer {
  return once('sealing key', () => {
    const { secret } = settings();
    if (!secret) throw new Error('MAILROOM_SECRET is not set: the supervisor sets it for its children.');
    return keyOf(secret);
  });
}

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'mailroom: secrets at rest', 32));
}

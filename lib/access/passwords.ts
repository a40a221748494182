import { hash, verify } from '@node-rs/argon2';
import { isGuessable } from '#lib/access/guessable.ts';
import { invalidField } from '#lib/errors.ts';

/** NIST SP 800-63B section 3.1.1: length is what counts; 12 keeps a guessed list out, and no rule about signs. */
const MIN_LENGTH = 12;
/** Argon2 takes any length; nobody types more, and a megabyte would be work for an attacker to hand out. */
const MAX_LENGTH = 256;
/** OWASP's first choice for Argon2id (the library's default variant): 19 MiB, two passes, about 30 ms. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** In PHC string format, so that a later change of the cost leaves older hashes readable. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFC'), COST);
}

/**
 * @param passwordHash null for a member without a password, or for nobody: it then takes as long to say no,
 * so that the time of an answer does not tell which emails exist.
 */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (password.length > MAX_LENGTH) return false;
  const matches = await verify(passwordHash ?? NOBODYS_HASH, password.normalize('NFC'));
  return matches && passwordHash !== null;
}

/** @throws MailroomError `invalid-input` on the field `password`, saying what would be right */
export function requireGoodPassword(password: string, email: string): void {
  const detail = mistakeIn(password, email);
  if (detail) throw invalidField('password', detail);
}

function mistakeIn(password: string, email: string): string | null {
  if (password.length < MIN_LENGTH) return `A password has at least ${MIN_LENGTH} characters.`;
  if (password.length > MAX_LENGTH) return `A password has at most ${MAX_LENGTH} characters.`;
  if (password.toLowerCase() === email.toLowerCase()) return 'A password is not the email address itself.';
  if (isGuessable(password, email))
    return 'This password is one of those that are tried first: use several words that do not belong together.';
  return null;
}

/** Of a password that was thrown away, at the cost above. */
const NOBODYS_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$eXeQznzksfQjs7VTZxF1lg$RfC4/D95SQZAOh+1Ss81F1S+YG2Sv3JRW6jyvkB2nOY';

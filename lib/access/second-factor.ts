import { createHash, randomInt } from 'node:crypto';
import { Secret, TOTP, URI } from 'otpauth';
import type { MemberActor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { verifyPassword } from '#lib/access/passwords.ts';
import { endOtherSessions } from '#lib/access/sessions.ts';
import { readAuthenticator } from '#lib/accounts/totp.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { invalidField } from '#lib/errors.ts';
import { seal, unseal } from '#lib/seal.ts';
import type { Member } from '#prisma/generated/client.ts';

/** A clock that is a period off is common; more than one each way would triple a guess's chance again. */
const WINDOW = 1;
const RECOVERY_CODES = 10;
/** Without letters and digits that look alike: 50 bits in ten signs. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const RECOVERY_LENGTH = 10;
/** RFC 4226 section 4 wants 128 bits at least, and recommends 160. */
const SECRET_BYTES = 20;

/** A fresh secret, as an otpauth:// URI, for the member's authenticator app. Nothing is stored before it is confirmed. */
export async function proposeAuthenticator(actor: MemberActor): Promise<string> {
  const { email } = await database().member.findUniqueOrThrow({ where: { id: actor.id } });
  return new TOTP({
    issuer: 'Mailroom',
    label: email,
    secret: new Secret({ size: SECRET_BYTES }),
  }).toString();
}

/**
 * Turns the second factor on, once the member has shown that their app makes the right codes. Their other sessions end.
 * @returns recovery codes, which are stored only as hashes
 * @throws MailroomError `invalid-input` on the field `code`
 */
export async function turnOnSecondFactor(
  actor: MemberActor,
  proposed: string,
  code: string,
): Promise<string[]> {
  const authenticator = readAuthenticator(proposed);
  const step = stepOf(authenticator, code);
  if (step === null)
    throw invalidField('code', 'This is not the code that your app should show now. Try the next one.');
  const codes = Array.from({ length: RECOVERY_CODES }, makeRecoveryCode);
  await database().$transaction(async (transaction) => {
    await transaction.member.update({
      where: { id: actor.id },
      data: {
        authenticator: seal(authenticator, placeOf(actor.id)),
        authenticatorStep: step,
        recoveryHashes: codes.map(hashOf),
      },
    });
    await audit(transaction, actor, { action: 'second-factor.on', subjectId: actor.id });
    await endOtherSessions(transaction, actor);
  });
  return codes;
}

/** @throws MailroomError `invalid-input` on the field `password` */
export async function turnOffSecondFactor(actor: MemberActor, password: string): Promise<void> {
  const member = await database().member.findUniqueOrThrow({ where: { id: actor.id } });
  if (!(await verifyPassword(member.passwordHash, password)))
    throw invalidField('password', 'This is not your password.');
  await database().$transaction(async (transaction) => {
    await transaction.member.update({
      where: { id: actor.id },
      data: { authenticator: null, authenticatorStep: null, recoveryHashes: [] },
    });
    await audit(transaction, actor, { action: 'second-factor.off', subjectId: actor.id });
  });
}

/** Whether it is on, and how many recovery codes are left. */
export async function secondFactorOf(actor: MemberActor): Promise<{ on: boolean; recoveryCodes: number }> {
  const member = await database().member.findUniqueOrThrow({ where: { id: actor.id } });
  return { on: member.authenticator !== null, recoveryCodes: member.recoveryHashes.length };
}

/** Takes the code: neither one of the app nor a recovery code works twice (RFC 6238 section 5.2). */
export async function isSecondFactor(member: Member, given: string): Promise<boolean> {
  if (!member.authenticator) return false;
  const code = given.toLowerCase().replace(/[\s-]+/g, '');
  if (/^\d{6,8}$/.test(code)) {
    const step = stepOf(unseal(member.authenticator, placeOf(member.id)), code);
    return step !== null && takes(TAKE_STEP, [member.id, String(step)]);
  }
  return code.length === RECOVERY_LENGTH && takes(TAKE_RECOVERY_CODE, [member.id, Buffer.from(hashOf(code))]);
}

const TAKE_STEP = `UPDATE member SET authenticator_step = $2
  WHERE id = $1 AND (authenticator_step IS NULL OR authenticator_step < $2)`;
const TAKE_RECOVERY_CODE = `UPDATE member SET recovery_hashes = array_remove(recovery_hashes, $2)
  WHERE id = $1 AND $2 = ANY(recovery_hashes)`;

async function takes(text: string, values: unknown[]): Promise<boolean> {
  return (await pool().query({ text, values })).rowCount === 1;
}

/** The period whose code this is, or null when it is none of now. */
function stepOf(authenticator: string, code: string): bigint | null {
  const totp = URI.parse(authenticator);
  if (!(totp instanceof TOTP)) return null;
  const timestamp = Date.now();
  const delta = totp.validate({ token: code.replace(/\s+/g, ''), timestamp, window: WINDOW });
  return delta === null ? null : BigInt(Math.floor(timestamp / 1000 / totp.period) + delta);
}

function makeRecoveryCode(): string {
  return Array.from({ length: RECOVERY_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

function hashOf(code: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(code).digest());
}

function placeOf(memberId: string): string {
  return `member ${memberId} authenticator`;
}

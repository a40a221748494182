import { z } from 'zod';
import type { Actor } from '#lib/access/actor.ts';
import { type AuditAction, audit } from '#lib/access/audit.ts';
import { requireScope } from '#lib/access/permissions.ts';
import { requireAccount } from '#lib/accounts/find.ts';
import type { AccountRow } from '#lib/accounts/present.ts';
import { readAuthenticator, type TotpCode, totpAt } from '#lib/accounts/totp.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { seal, unseal } from '#lib/seal.ts';

/** Services give ten or sixteen, of a dozen signs. */
const MAX_RECOVERY_CODES = 50;
const MAX_RECOVERY_CODE = 100;

/**
 * The authenticator's code of this moment, and the next one. Each reading is recorded.
 * @throws MailroomError `account-not-found`; `not-found` when the account has no authenticator; `forbidden`;
 * `unavailable` when its secret was stored with another MAILROOM_SECRET
 */
export async function readTotp(actor: Actor, id: string, now = new Date()): Promise<TotpCode> {
  requireScope(actor, 'totp:read');
  const row = await requireAccount(actor, id);
  if (!row.authenticatorSecret)
    throw new MailroomError(
      'not-found',
      `The ${row.service} account ${row.handle} has no authenticator secret.`,
    );
  const code = totpAt(unseal(row.authenticatorSecret, placeOf(row.id, 'authenticator')), now);
  await record(actor, row, 'totp.read');
  return code;
}

/**
 * The recovery codes, for a member to see: a program has no use for them. Each reading is recorded.
 * @throws MailroomError `account-not-found`, `not-found`, `forbidden`, `unavailable`
 */
export async function readRecoveryCodes(actor: Actor, id: string): Promise<string[]> {
  if (actor.kind === 'token')
    throw new MailroomError('forbidden', 'Recovery codes are shown to members only.');
  const row = await requireAccount(actor, id);
  if (!row.recoveryCodes)
    throw new MailroomError('not-found', `The ${row.service} account ${row.handle} has no recovery codes.`);
  const codes = z
    .array(z.string())
    .parse(JSON.parse(unseal(row.recoveryCodes, placeOf(row.id, 'recovery codes'))));
  await record(actor, row, 'recovery-codes.read');
  return codes;
}

/** What of an account is secret, as it is given; null takes it away. */
export type GivenSecrets = { authenticator?: string | null; recoveryCodes?: string[] | null };

/** The columns of given secrets; what is not given stays. @throws MailroomError `invalid-input` */
export function sealSecrets(id: string, { authenticator, recoveryCodes }: GivenSecrets) {
  return {
    authenticatorSecret: authenticator == null ? authenticator : sealAuthenticator(id, authenticator),
    recoveryCodes: recoveryCodes == null ? recoveryCodes : sealRecoveryCodes(id, recoveryCodes),
  };
}

function sealAuthenticator(id: string, given: string) {
  return seal(readAuthenticator(given), placeOf(id, 'authenticator'));
}

function sealRecoveryCodes(id: string, given: string[]) {
  const codes = given.map((code) => code.trim()).filter(Boolean);
  const isGood = (code: string) => code.length <= MAX_RECOVERY_CODE && !/\p{Cc}/u.test(code);
  if (codes.length <= MAX_RECOVERY_CODES && codes.every(isGood))
    return codes.length > 0 ? seal(JSON.stringify(codes), placeOf(id, 'recovery codes')) : null;
  const detail = `Up to ${MAX_RECOVERY_CODES} recovery codes, of up to ${MAX_RECOVERY_CODE} signs each.`;
  throw invalidField('recoveryCodes', detail);
}

function placeOf(id: string, what: string): string {
  return `account ${id} ${what}`;
}

async function record(actor: Actor, row: AccountRow, action: AuditAction): Promise<void> {
  await audit(database(), actor, { action, subjectId: row.id, subjectName: `${row.service} ${row.handle}` });
}

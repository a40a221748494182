import type { QueryConfig } from 'pg';
import { z } from 'zod';
import { SCOPES, type TokenActor } from '#lib/access/actor.ts';
import { Throttle } from '#lib/access/throttle.ts';
import { hashToken, TOKEN_FORMAT } from '#lib/access/tokens.ts';
import { gate, pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';

/** A bot that polls is looked up once a second, not at each request; so long may a revoked token live on. */
const REMEMBERED_MS = 900;
/** Some 1,000 tokens at work at once, a kilobyte each. */
const MAX_REMEMBERED = 1_000;
/** How exactly `lastUsedAt` is kept. */
const TOUCH_EVERY_MS = 60_000;

/** Unknown tokens from one remote address, a minute. */
export const UNKNOWN_TOKENS = 30;
const UNKNOWN_WINDOW_MS = 60_000;

type Known = { actor: Promise<TokenActor | null>; until: number };

/** The actor of an API token, or null when there is none, or it is revoked or has expired. */
export async function authenticate(token: string): Promise<TokenActor | null> {
  if (!TOKEN_FORMAT.test(token)) return null;
  const known = once('tokens', () => new Map<string, Known>());
  const sha256 = Buffer.from(hashToken(token));
  const key = sha256.toString('base64');
  const remembered = known.get(key);
  if (remembered && remembered.until > Date.now()) return remembered.actor;
  const actor = look(sha256);
  known.delete(key);
  known.set(key, { actor, until: Date.now() + REMEMBERED_MS });
  const [oldest] = known.keys();
  if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
  // Neither an outage nor a token that is unknown is to be remembered.
  actor.then(
    (found) => found ?? known.delete(key),
    () => known.delete(key),
  );
  return actor;
}

/**
 * The answer to a token that is not known, and no longer even that after too many from one remote address. The
 * good ones that come from there go on working: with 256 random bits nobody guesses one, so this is about the
 * noise of a program that has lost its token, and others in the same office should not pay for it.
 * @throws MailroomError `unauthenticated`, `too-many-requests`
 */
export function refuseUnknownToken(remoteAddress: string | null): never {
  const strangers = once('unknown tokens', () => new Throttle(UNKNOWN_TOKENS, UNKNOWN_WINDOW_MS));
  const key = remoteAddress ?? '';
  const blockedFor = Math.ceil(strangers.blockedFor(key) / 1000);
  if (blockedFor > 0)
    throw new MailroomError(
      'too-many-requests',
      `Too many unknown tokens. Try again in ${blockedFor} seconds.`,
      {
        retryAfter: blockedFor,
      },
    );
  strangers.fail(key);
  throw new MailroomError('unauthenticated', 'This API token is unknown, revoked or has expired.');
}

/** The same by the token's id, for what acts in its name later on. */
export function tokenActor(id: string): Promise<TokenActor | null> {
  return find({ name: 'token-by-id', text: `${TOKEN} AND id = $1`, values: [id] });
}

async function look(sha256: Buffer): Promise<TokenActor | null> {
  const actor = await find({ name: 'token', text: `${TOKEN} AND sha256 = $1`, values: [sha256] });
  if (actor) touch(actor.id);
  return actor;
}

/** One that is neither revoked nor has expired. */
const TOKEN = `
  SELECT id, workspace_id AS "workspaceId", name, scopes,
         CASE WHEN limited THEN ARRAY(SELECT address_id FROM api_token_address l WHERE l.token_id = t.id) END AS "addressIds"
  FROM api_token t WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > statement_timestamp())`;

async function find(statement: QueryConfig): Promise<TokenActor | null> {
  const { rows } = await pool().query(gate(statement));
  return rows[0] ? { kind: 'token', ...rowSchema.parse(rows[0]) } : null;
}

/** Rows outlive versions: a scope that this one does not know gives nothing. */
const rowSchema = z.object({
  id: z.string(),
  workspaceId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()).transform((scopes) => SCOPES.filter((scope) => scopes.includes(scope))),
  addressIds: z.array(z.string()).nullable(),
});

/** Never in the request's way, and never its failure. */
function touch(id: string): void {
  const touched = once('tokens touched', () => new Map<string, number>());
  const now = Date.now();
  if (now - (touched.get(id) ?? 0) < TOUCH_EVERY_MS) return;
  touched.set(id, now);
  pool()
    .query('UPDATE api_token SET last_used_at = statement_timestamp() WHERE id = $1', [id])
    .catch(() => touched.delete(id));
}

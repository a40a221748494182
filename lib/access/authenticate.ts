import { z } from 'zod';
import { SCOPES, type TokenActor } from '#lib/access/actor.ts';
import { hashToken, TOKEN_FORMAT } from '#lib/access/tokens.ts';
import { gate, pool } from '#lib/database/pool.ts';
import { once } from '#lib/once.ts';

/** A bot that polls is looked up once a second, not at each request; so long may a revoked token live on. */
const REMEMBERED_MS = 900;
/** Some 1,000 tokens at work at once, a kilobyte each. */
const MAX_REMEMBERED = 1_000;
/** How exactly `lastUsedAt` is kept. */
const TOUCH_EVERY_MS = 60_000;

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

async function look(sha256: Buffer): Promise<TokenActor | null> {
  const { rows } = await pool().query(
    gate({
      name: 'token',
      text: `SELECT id, workspace_id AS "workspaceId", name, scopes,
                  CASE WHEN limited THEN ARRAY(SELECT address_id FROM api_token_address l WHERE l.token_id = t.id) END AS "addressIds"
           FROM api_token t
           WHERE sha256 = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > statement_timestamp())`,
      values: [sha256],
    }),
  );
  if (!rows[0]) return null;
  const row = rowSchema.parse(rows[0]);
  touch(row.id);
  return { kind: 'token', ...row };
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

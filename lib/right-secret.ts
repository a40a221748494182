import pg from 'pg';
import { opens } from '#lib/seal.ts';
import { readSecret, secretFile } from '#lib/secret.ts';
import type { Settings } from '#lib/settings.ts';

/** The secret is not the one that the database needs. */
export class SecretError extends Error {
  override name = 'SecretError';
}

/** What the push keys are sealed for (lib/push/keys.ts). They are made at the first start, so a secret can be tried with them. */
export const PUSH_KEYS = 'push keys';

/**
 * The secret of these settings: MAILROOM_SECRET, or the data folder's. Null where there is none, and the database needs
 * none yet.
 * @throws SecretError when it does not open what the database holds
 */
export async function rightSecret(
  { secret, dataDir }: Settings,
  databaseUrl: string,
): Promise<string | null> {
  const found = secret ?? (await readSecret(dataDir));
  const sealed = await readPushKey(databaseUrl);
  if (!sealed || (found && opens(sealed, PUSH_KEYS, found))) return found;
  const wrong = found
    ? `${secret ? 'MAILROOM_SECRET' : secretFile(dataDir)} is not the secret that this database was set up with, and does not open what is encrypted there`
    : `The secret that this database was set up with is missing: ${secretFile(dataDir)} is not there, or empty`;
  throw new SecretError(
    `${wrong}. Put that secret back (every backup holds it), or set MAILROOM_SECRET to it.`,
  );
}

/** Null in a database that is new, or from before there were any. */
async function readPushKey(databaseUrl: string): Promise<Buffer | null> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const table = await client.query("SELECT to_regclass('push_key') IS NOT NULL AS exists");
    if (!table.rows[0].exists) return null;
    const { rows } = await client.query<{ sealed: Buffer }>('SELECT private_key AS sealed FROM push_key');
    return rows[0]?.sealed ?? null;
  } finally {
    await client.end();
  }
}

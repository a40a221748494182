import webPush from 'web-push';
import { pool } from '#lib/database/pool.ts';
import { PUSH_KEYS } from '#lib/right-secret.ts';
import { seal, unseal } from '#lib/seal.ts';

export type PushKeys = { publicKey: string; privateKey: string };

/** What browsers are given: they take pushes from whoever signs with its other half, and from nobody else. */
export async function pushPublicKey(): Promise<string> {
  return (await readOrMake()).publicKey;
}

/** @throws MailroomError `unavailable` when they were sealed with another MAILROOM_SECRET */
export async function pushKeys(): Promise<PushKeys> {
  const { publicKey, sealed } = await readOrMake();
  return { publicKey, privateKey: unseal(sealed, PUSH_KEYS) };
}

/** Of several machines that start at once, one makes them and the others read them. */
async function readOrMake(): Promise<{ publicKey: string; sealed: Buffer }> {
  const found = await read();
  if (found) return found;
  const { publicKey, privateKey } = webPush.generateVAPIDKeys();
  await pool().query(
    'INSERT INTO push_key (id, public_key, private_key) VALUES (1, $1, $2) ON CONFLICT DO NOTHING',
    [publicKey, Buffer.from(seal(privateKey, PUSH_KEYS))],
  );
  return readOrMake();
}

async function read(): Promise<{ publicKey: string; sealed: Buffer } | undefined> {
  const { rows } = await pool().query<{ publicKey: string; sealed: Buffer }>(
    'SELECT public_key AS "publicKey", private_key AS sealed FROM push_key',
  );
  return rows[0];
}

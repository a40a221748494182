import { createHmac, timingSafeEqual } from 'node:crypto';
import { pool } from '#lib/database/pool.ts';

/**
 * What the one-time set-up link carries: whoever starts Mailroom knows the secret, nobody else does.
 * It is the same at every start, and good for nothing as soon as there is a workspace (`setUp` refuses).
 */
export function setUpToken(secret: string): string {
  return createHmac('sha256', secret).update('mailroom: the set-up link').digest('base64url');
}

/** In constant time. */
export function isSetUpToken(token: string, secret: string): boolean {
  const [given, right] = [Buffer.from(token), Buffer.from(setUpToken(secret))];
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Not by Prisma: the supervisor asks this too, and stays small. */
export async function hasWorkspace(): Promise<boolean> {
  const { rows } = await pool().query<{ exists: boolean }>('SELECT EXISTS (SELECT FROM workspace) AS exists');
  return rows[0]?.exists ?? false;
}

import { normaliseEmail } from '#lib/addresses/normalise.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';

export type Recipient = { addressId: string; workspaceId: string };

/**
 * For RCPT TO: whether mail to this recipient is ours to take. Across workspaces, since an address names its own.
 * @throws when the database cannot be asked
 */
export async function judgeRecipient(
  recipient: string,
): Promise<'known' | 'unknown-address' | 'foreign-domain'> {
  const email = orNull(() => normaliseEmail(recipient));
  if (!email) return 'unknown-address';
  const { rows } = await pool().query<{ known: boolean; ours: boolean }>({
    name: 'judge-recipient',
    text: `SELECT EXISTS (SELECT 1 FROM managed_address WHERE address = $1) AS known,
                  EXISTS (SELECT 1 FROM domain WHERE name = $2) AS ours`,
    values: [email.address, email.domain],
  });
  if (rows[0]?.known) return 'known';
  return rows[0]?.ours ? 'unknown-address' : 'foreign-domain';
}

/** The managed addresses among these (normalised) ones, by address. */
export async function findRecipients(addresses: string[]): Promise<Map<string, Recipient>> {
  const { rows } = await pool().query<{ address: string; id: string; workspace_id: string }>({
    name: 'find-recipients',
    text: 'SELECT address, id, workspace_id FROM managed_address WHERE address = ANY($1)',
    values: [addresses],
  });
  return new Map(rows.map((row) => [row.address, { addressId: row.id, workspaceId: row.workspace_id }]));
}

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof MailroomError) return null;
    throw error;
  }
}

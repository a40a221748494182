import { serviceName } from '#lib/codes/service-name.ts';
import { pool } from '#lib/database/pool.ts';

/** What public/sw.js is told. */
export type Notification = {
  title: string;
  body: string;
  /** Of two with the same one, a device shows the later. */
  tag: string;
  /** Where it leads. */
  path: string;
};

export type Pushable = {
  code: string;
  service: string | null;
  address: string;
  messageId: string;
  from: string | null;
  fromName: string | null;
  sender: 'proven' | 'checking' | 'unproven' | 'unknowable';
};

/** A code that can still be used; null when it cannot, or is no more. Whose it is to see has been decided before. */
export async function findPushable(codeId: string): Promise<Pushable | null> {
  const { rows } = await pool().query<Pushable>({
    name: 'pushable-code',
    text: `SELECT c.code, c.service, a.address, c.message_id AS "messageId", m.from_address AS "from", m.from_name AS "fromName",
             CASE WHEN m.channel <> 'email' THEN 'unknowable' WHEN m.proven_domain IS NOT NULL THEN 'proven'
               WHEN m.authenticated_at IS NULL THEN 'checking' ELSE 'unproven' END AS sender
           FROM code_state c JOIN message m ON m.id = c.message_id JOIN managed_address a ON a.id = c.address_id
           WHERE c.id = $1 AND c.state = 'usable'`,
    values: [codeId],
  });
  return rows[0] ?? null;
}

const SENDER_WORDS = {
  proven: '',
  unknowable: '',
  checking: ' · sender not checked yet',
  unproven: ' · sender not proven',
};

/** Pure: what the device shows. A locked screen shows it too, so the code itself is in it only where the member wants so. */
export function notificationOf(
  { code, service, address, messageId, from, fromName, sender }: Pushable,
  showCode: boolean,
): Notification {
  const name = serviceName(service, { name: fromName, address: from });
  return {
    title: showCode ? `${code} · ${name}` : `A code from ${name}`,
    body: `${address}${SENDER_WORDS[sender]}`,
    tag: messageId,
    path: `/inbox?message=${messageId}`,
  };
}

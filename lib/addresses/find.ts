import { normaliseEmail } from '#lib/addresses/normalise.ts';
import { batched } from '#lib/database/batched.ts';
import { gate, pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';

type Verdict = 'known' | 'unknown-address' | 'foreign-domain';

/**
 * For RCPT TO: whether mail to this recipient is ours to take. Across workspaces, since an address names its own.
 * @throws when the database cannot be asked
 */
export async function judgeRecipient(recipient: string): Promise<Verdict> {
  const email = orNull(() => normaliseEmail(recipient));
  if (!email) return 'unknown-address';
  return judge(email);
}

type Email = ReturnType<typeof normaliseEmail>;

/** More at once would make a slower query, not fewer of them. */
const MAX_LOOKED_UP = 100;

/** A busy receiver asks for many at a time; an answer is never kept, since addresses come and go. */
const judge = batched(
  async (emails: Email[]): Promise<Verdict[]> => {
    const { rows } = await pool().query<{ known: boolean; ours: boolean }>(
      gate({
        name: 'judge-recipients',
        text: `SELECT EXISTS (SELECT 1 FROM managed_address m WHERE m.address = e.address) AS known,
                    EXISTS (SELECT 1 FROM domain d WHERE d.name = e.domain) AS ours
             FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS e(address, domain, n) ORDER BY n`,
        values: [emails.map(({ address }) => address), emails.map(({ domain }) => domain)],
      }),
    );
    return rows.map(({ known, ours }) => (known ? 'known' : ours ? 'unknown-address' : 'foreign-domain'));
  },
  { most: MAX_LOOKED_UP },
);

function orNull<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof MailroomError) return null;
    throw error;
  }
}

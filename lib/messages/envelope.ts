import { z } from 'zod';
import { pool } from '#lib/database/pool.ts';

/** What the SMTP session said, and to whom the headers speak. */
export type Envelope = {
  /** The fields To, Cc and Bcc as they were written, [name, value]. */
  addressed: [string, string][];
  mailFrom: string | null;
  ehlo: string | null;
};

/** The envelopes of messages, by their ids. Which ids the actor may see has been decided before. */
export async function loadEnvelopes(ids: string[]): Promise<Map<string, Envelope>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool().query<{
    id: string;
    mailFrom: string | null;
    ehlo: string | null;
    addressed: unknown;
  }>({
    name: 'message-envelopes',
    text: `SELECT id, envelope_from AS "mailFrom", helo_name AS ehlo,
                  jsonb_path_query_array(headers, 'strict $[*] ? (@[0] like_regex "^(to|cc|bcc)$" flag "i")') AS addressed
           FROM message WHERE id = ANY($1)`,
    values: [ids],
  });
  return new Map(
    rows.map(({ id, mailFrom, ehlo, addressed }) => [
      id,
      { mailFrom, ehlo, addressed: addressedSchema.parse(addressed) },
    ]),
  );
}

/** A JSON column is input too. */
const addressedSchema = z.array(z.tuple([z.string(), z.string()])).catch([]);

/** The HTML as it was received, for who parses it and shows it to nobody; null when there is none. */
export async function loadReceivedHtml(id: string): Promise<string | null> {
  const { rows } = await pool().query<{ html: string | null }>({
    name: 'message-html',
    text: 'SELECT html FROM message WHERE id = $1',
    values: [id],
  });
  return rows[0]?.html ?? null;
}

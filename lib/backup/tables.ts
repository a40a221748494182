import type pg from 'pg';
import type { End, Table } from '#lib/backup/contents.ts';
import { BackupError } from '#lib/backup/failure.ts';

/**
 * What is of one server alone: the history is made by migrating, and the events carry transaction ids of the
 * server they happened on. Whoever follows the events of a restored Mailroom goes on from then.
 */
const LEFT_OUT = ['_prisma_migrations', 'feed_event'];

/** The tables and the columns that have values of their own, each after those that its rows refer to. */
export async function readTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table & { refersTo: string[] }>(
    `SELECT c.relname AS name,
       ARRAY(SELECT attname::text FROM pg_attribute
             WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
       ARRAY(SELECT DISTINCT t.relname::text FROM pg_constraint r JOIN pg_class t ON t.oid = r.confrelid
             WHERE r.contype = 'f' AND r.conrelid = c.oid AND r.confrelid <> c.oid) AS "refersTo"
     FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1)
     ORDER BY c.relname`,
    [LEFT_OUT],
  );
  return inOrder(rows).map(({ name, columns }) => ({ name, columns }));
}

/** Pure. @throws BackupError when tables refer to each other in a circle: no order would do */
export function inOrder<T extends { name: string; refersTo: string[] }>(tables: T[]): T[] {
  const ordered: T[] = [];
  for (let left = tables; left.length > 0; ) {
    const isLeft = new Set(left.map(({ name }) => name));
    const next = left.filter(({ refersTo }) => !refersTo.some((name) => isLeft.has(name)));
    if (next.length === 0)
      throw new BackupError(`The tables ${[...isLeft].join(', ')} refer to each other in a circle.`);
    ordered.push(...next);
    left = left.filter((table) => !next.includes(table));
  }
  return ordered;
}

/** Where the sequences stand; null for one that has not been used. */
export async function readSequences(client: pg.ClientBase): Promise<End['sequences']> {
  const { rows } = await client.query<{ name: string; last: string | null }>(
    `SELECT sequencename AS name, last_value::text AS last FROM pg_sequences
     WHERE schemaname = current_schema() ORDER BY sequencename`,
  );
  return rows;
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function columnsOf({ columns }: Table): string {
  return columns.map(quoted).join(', ');
}

import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import type { Table } from '#lib/backup/contents.ts';
import { columnsOf, quoted } from '#lib/backup/tables.ts';

/** Rows on their way into one table. No row is there before `end`. */
export class TableCopy {
  readonly table: string;
  readonly #stream: CopyStreamQuery;
  readonly #finished: Promise<void>;

  constructor(client: pg.Client, table: Table) {
    this.table = table.name;
    this.#stream = client.query(copyFrom(`COPY ${quoted(table.name)} (${columnsOf(table)}) FROM STDIN`));
    this.#finished = finished(this.#stream);
    // It is waited for in `write` and `end`; PostgreSQL may refuse a row between two of them.
    this.#finished.catch(() => {});
  }

  /** @throws what PostgreSQL says about a row that came earlier */
  async write(chunk: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(chunk, (error) => (error ? this.#finished.catch(reject) : resolve()));
    });
  }

  /** @returns how many rows have come */
  async end(): Promise<number> {
    this.#stream.end();
    await this.#finished;
    return this.#stream.rowCount;
  }
}

import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { reasonIn, sizeOf } from '#lib/database/server-log.ts';

const line = (text: string) => `2026-11-30 07:58:43.724 UTC [2254] ${text}\n`;

test('why PostgreSQL did not start is the line that says it, and of this start', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-log-'));
  const file = path.join(folder, 'postgres.log');
  expect(await sizeOf(file)).toBe(0);
  expect(await reasonIn(file, 0)).toBe('it said nothing');
  await writeFile(file, line('PANIC:  could not locate a valid checkpoint record'));
  const since = await sizeOf(file);
  await appendFile(
    file,
    [
      line('FATAL:  the database system is starting up'),
      line('FATAL:  could not write to file "pg_wal/xlogtemp.2254": No space left on device'),
      line('FATAL:  the database system is starting up'),
      line('LOG:  startup process (PID 2254) exited with exit code 1'),
      line('LOG:  terminating any other active server processes'),
      line('LOG:  shutting down due to startup process failure'),
      line('LOG:  database system is shut down'),
    ].join(''),
  );
  expect(await reasonIn(file, since)).toBe(
    'could not write to file "pg_wal/xlogtemp.2254": No space left on device',
  );
  await rm(folder, { recursive: true });
});

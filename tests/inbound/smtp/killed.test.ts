import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { database } from '#lib/database/client.ts';
import { type EmbeddedDatabase, startEmbedded } from '#lib/database/embedded.ts';
import { pool } from '#lib/database/pool.ts';
import { freePort } from '#lib/free-port.ts';
import { migrate } from '#prisma/migrate.ts';
import { NumberedMails } from '#tests/inbound/smtp/numbered-mails.ts';
import { startProcess } from '#tests/inbound/smtp/receiver-process.ts';
import { descendants, kill } from '#tests/support/processes.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

// A PostgreSQL of its own, as a user has it: what it commits is on disk.

const SENDERS = 8;
/** So many mails are accepted before everything is killed, in the middle of the next ones. */
const KILLED_AFTER = [30, 200, 80];

let folder = '';
let port = 0;
let postgres: EmbeddedDatabase;
const start = async () => {
  postgres = await startEmbedded(folder, { port });
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-killed-'));
  port = await freePort();
  await start();
  process.env.DATABASE_URL = postgres.url;
  await migrate(postgres.url);
});
afterAll(async () => {
  await database().$disconnect();
  await pool().end();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('whatever is killed, and however often: each accepted mail is there exactly once, with its code', {
  timeout: 120_000,
}, async () => {
  const { addresses } = await createWorkspace(['one', 'two']);
  const mails = new NumberedMails(addresses.map(({ address }) => address));
  for (const [round, count] of KILLED_AFTER.entries()) {
    const receiver = startProcess({ DATA_DIR: folder });
    const smtp = await receiver.ready;
    const victims = [receiver.child.pid ?? 0, postgres.process.pid ?? 0];
    // Now and then PostgreSQL's sessions survive the postmaster for a moment, as when the system kills it for its memory.
    if (round % 2 === 0) victims.push(...(await descendants(postgres.process.pid ?? 0)));
    const enough = mails.accepted + count;
    const then = () => {
      if (mails.accepted === enough) for (const pid of victims) kill(pid, 'SIGKILL');
    };
    await Promise.all(Array.from({ length: SENDERS }, () => mails.send(smtp, { then })));
    expect(mails.unaccepted).toBeGreaterThan(0);
    await start();
  }
  // What was not accepted is sent again, as every sender does; what had been stored all the same is recognised.
  const again = await startProcess({ DATA_DIR: folder }).ready;
  await mails.send(again, { onlyAgain: true });
  expect(mails.unaccepted).toBe(0);
  expect(mails.accepted).toBeGreaterThanOrEqual(310);
  expect(await mails.stored()).toEqual(mails.expected());
});

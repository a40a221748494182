import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { alive, kill, mentioning } from '#tests/support/processes.ts';

// A stop that comes while the database is being made, or started: nothing of it stays behind.

const SLOW = { timeout: 120_000 };
const DRAFT = /^postgres\.[0-9a-f]{8}/;

let folder = '';
beforeAll(buildOnce, PREPARED_WITHIN_MS);
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-stopping-'));
});
afterEach(async () => {
  for (const pid of await mentioning(folder)) kill(pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

test('while the database is made', SLOW, async () => {
  const supervisor = start();
  await vi.waitFor(async () => expect(await mentioning(`${folder}/postgres.`)).not.toEqual([]), {
    timeout: 60_000,
    interval: 5,
  });
  await stops(supervisor);
  expect((await readdir(folder)).filter((name) => DRAFT.test(name))).toEqual([]);
});

test('while the new database starts for the first time', SLOW, async () => {
  const supervisor = start();
  await untilThere('postgres/postmaster.pid');
  await stops(supervisor);
});

test('while the database is started once more after a crash', SLOW, async () => {
  const supervisor = start();
  await said(supervisor, 'Mailroom is ready');
  const postmaster = (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0];
  const restarting = said(supervisor, 'starting it again');
  kill(Number(postmaster), 'SIGKILL');
  await restarting;
  await stops(supervisor);
});

function start(): ChildProcess {
  const unset = { DATABASE_URL: '', MAILROOM_SECRET: '', SMTP_TLS_CERT: '', SMTP_TLS_KEY: '' };
  return spawn(process.execPath, ['bin/start.ts'], {
    env: { ...process.env, ...unset, DATA_DIR: folder, PORT: '0', SMTP_PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function said(supervisor: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve) => {
    let text = '';
    supervisor.stdout?.on('data', (chunk) => {
      text += chunk;
      if (text.includes(words)) resolve();
    });
  });
}

async function untilThere(name: string): Promise<void> {
  await vi.waitFor(() => access(path.join(folder, name)), { timeout: 60_000, interval: 5 });
}

async function stops(supervisor: ChildProcess): Promise<void> {
  const ended = once(supervisor, 'exit');
  supervisor.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(await alive(await mentioning(folder))).toEqual([]);
}

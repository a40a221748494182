import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { AlreadyRunningError, lockDataDir, unlockDataDir } from '#lib/database/data-dir-lock.ts';
import { type EmbeddedDatabase, findEmbedded, startEmbedded } from '#lib/database/embedded.ts';
import { lockElsewhere } from '#tests/support/lock-elsewhere.ts';
import { alive, descendants, kill } from '#tests/support/processes.ts';

let parent = '';
const folder = (name: string) => path.join(parent, name);
const pidFile = (name: string) => path.join(folder(name), 'postgres', 'postmaster.pid');
const settings = ['fsync=off'];

beforeAll(async () => {
  parent = await mkdtemp(path.join(tmpdir(), 'mailroom-embedded-'));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

test('a lock file that names the PostgreSQL of another folder stops neither', {
  timeout: 120_000,
}, async () => {
  const other = await startEmbedded(folder('other'), { settings });
  await (await startEmbedded(folder('ours'), { settings })).stop();
  // As after a crash, when the number that the file names went to another PostgreSQL.
  await copyFile(pidFile('other'), pidFile('ours'));
  const ours = await startEmbedded(folder('ours'), { settings });
  expect(await alive([other.process.pid ?? 0, ours.process.pid ?? 0])).toHaveLength(2);
  expect(await findEmbedded(folder('other'))).toBe(other.url);
  await Promise.all([other.stop(), ours.stop()]);
});

test('while another process has the folder nothing is started there', { timeout: 120_000 }, async () => {
  const holder = await lockElsewhere(folder('held'));
  expect(() => lockDataDir(folder('held'))).toThrow(AlreadyRunningError);
  await expect(startEmbedded(folder('held'))).rejects.toThrow(AlreadyRunningError);
  kill(holder.pid ?? 0, 'SIGKILL');
  await new Promise((resolve) => holder.once('close', resolve));
  // The kernel gave it back.
  lockDataDir(folder('held'));
  unlockDataDir(folder('held'));
});

test.each([
  ['stopped', async (server: EmbeddedDatabase) => server.stop()],
  [
    'killed',
    async (server: EmbeddedDatabase) => {
      const ended = once(server.process, 'exit');
      await server.kill();
      await ended;
    },
  ],
])(
  'a PostgreSQL that hangs with all of its sessions can be %s, and leaves none of them',
  {
    timeout: 120_000,
  },
  async (_, end) => {
    const server = await startEmbedded(folder('hanging'), { settings });
    const pid = server.process.pid ?? 0;
    const family = [pid, ...(await descendants(pid))];
    expect(family.length).toBeGreaterThan(3);
    for (const each of family) kill(each, 'SIGSTOP');
    await end(server);
    await vi.waitFor(async () => expect(await alive(family)).toEqual([]), 20_000);
  },
);

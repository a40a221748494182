import { access, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Instance, startInstance } from '#bin/instance.ts';
import { hasContainers, runInContainer } from '#tests/support/container.ts';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';

// Who else comes to the data folder of a Mailroom that runs.

let instance: Instance;

beforeAll(async () => {
  await buildOnce();
  instance = await startInstance();
}, PREPARED_WITHIN_MS);
afterAll(async () => {
  expect((await fetch(`${instance.url}/readyz`)).status).toBe(200);
  await instance.remove();
});

const folder = () => instance.environment.DATA_DIR ?? '';
const postmaster = () => readFile(path.join(folder(), 'postgres', 'postmaster.pid'), 'utf8');

test.skipIf(!hasContainers)(
  'a command in another container leaves the folder alone and says where to run it',
  { timeout: 120_000 },
  async () => {
    const before = await postmaster();
    const file = path.join(folder(), 'backup');
    const refused = await runInContainer(['bin/mailroom.ts', 'backup', file], instance.environment, {
      network: false,
    });
    expect(refused).toEqual({
      code: 1,
      output: `Mailroom is already running on ${folder()}, and its database cannot be reached from here: perhaps it runs in another container. Run the command there.\n`,
    });
    await expect(access(file)).rejects.toThrow('ENOENT');
    expect(await postmaster()).toBe(before);
  },
);

test.skipIf(!hasContainers)(
  'a command in another container that shares the network uses the database that runs',
  { timeout: 120_000 },
  async () => {
    const before = await postmaster();
    const file = path.join(folder(), 'backup');
    const written = await runInContainer(['bin/mailroom.ts', 'backup', file], instance.environment, {
      network: true,
    });
    expect(written).toMatchObject({ code: 0 });
    await rm(file);
    expect(await postmaster()).toBe(before);
  },
);

test.skipIf(!hasContainers)(
  'a second start in another container ends in one line and leaves the folder alone',
  { timeout: 120_000 },
  async () => {
    const before = await postmaster();
    expect(await runInContainer(['bin/start.ts'], instance.environment, { network: false })).toEqual({
      code: 1,
      output: `Mailroom is already running on this data folder, perhaps in another container: ${folder()}.\n`,
    });
    expect(await postmaster()).toBe(before);
  },
);

test('where there is no ps, a command uses the database that runs', { timeout: 120_000 }, async () => {
  const before = await postmaster();
  instance.environment.PATH = '/nowhere';
  expect(await instance.mailroom(['migrate'])).toBe('');
  delete instance.environment.PATH;
  expect(await postmaster()).toBe(before);
});

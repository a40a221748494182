import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Child } from '#bin/start/child.ts';

const SUPERVISED = path.join(import.meta.dirname, '../../../lib/supervised.ts');
/** So that half a minute is some seconds, which a busy machine does not take from a process that is well. */
const LOOK_EVERY_MS = 500;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-child-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a process that hangs is ended and comes back; one that is well is left alone', async () => {
  const script = path.join(folder, 'hangs-once.ts');
  await writeFile(
    script,
    `import { existsSync, writeFileSync } from 'node:fs';
     import { sayReady } from ${JSON.stringify(SUPERVISED)};
     sayReady({}, ${LOOK_EVERY_MS});
     setInterval(() => {}, 1_000);
     if (existsSync('hung')) writeFileSync('came-back', '');
     writeFileSync('hung', '');
     while (!existsSync('came-back')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);`,
  );
  const { child, said } = start(script, true);
  await child.ready;
  await vi.waitFor(() => expect(existsSync(path.join(folder, 'came-back'))).toBe(true), 20_000);
  expect(said).toEqual([
    'The process hangs: it has not answered for some time, and is ended.',
    'The process ended unexpectedly (SIGKILL); starting it again in 0.5 s …',
  ]);
  await child.stop();
});

test('while somebody develops, one that a debugger holds is left alone', async () => {
  const script = path.join(folder, 'is-held.ts');
  await writeFile(
    script,
    `import { writeFileSync } from 'node:fs';
     import { sayReady } from ${JSON.stringify(SUPERVISED)};
     sayReady({}, ${LOOK_EVERY_MS});
     Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${LOOK_EVERY_MS * 10});
     writeFileSync('went-on', '');
     setInterval(() => {}, 1_000);`,
  );
  const { child, said } = start(script, false);
  await vi.waitFor(() => expect(existsSync(path.join(folder, 'went-on'))).toBe(true), 20_000);
  expect(said).toEqual([]);
  await child.stop();
});

function start(script: string, endsHung: boolean) {
  const said: string[] = [];
  const say = (line: string) => said.push(line);
  const child = new Child('The process', [script], {
    ...{ cwd: folder, say, endsHung, lookEveryMs: LOOK_EVERY_MS },
  });
  return { child, said };
}

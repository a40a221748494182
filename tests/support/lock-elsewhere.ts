import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

const PROGRAM = `
  import { lockDataDir } from '#lib/database/data-dir-lock.ts';
  lockDataDir(process.argv[1]);
  setInterval(() => {}, 60_000);
  console.log('has it');
`;

/** A process that has the data folder, until it is killed. */
export async function lockElsewhere(dataDir: string): Promise<ChildProcess> {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, dataDir], {
    cwd: process.cwd(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  return holder;
}

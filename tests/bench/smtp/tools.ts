import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ARTIFACTS, exists, fetchPostfix, type Program } from '#tests/bench/debian.ts';

const run = promisify(execFile);

const PEERS = { maildev: '3.0.0', Haraka: '3.3.4' };

/** What is measured against and with. */
export type Tools = {
  /** The folder with the peers from npm. */
  npm: string;
  /** A program of Postfix's. */
  postfix: (program: string) => Program;
};

export async function fetchTools(): Promise<Tools> {
  const npm = path.join(ARTIFACTS, 'npm');
  if (!(await exists(path.join(npm, 'node_modules/Haraka')))) {
    await mkdir(npm, { recursive: true });
    await writeFile(path.join(npm, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: npm });
  }
  return { npm, postfix: await fetchPostfix() };
}

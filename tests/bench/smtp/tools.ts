import { execFile } from 'node:child_process';
import { access, mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Kept from run to run, ignored by git. */
const FOLDER = path.join(import.meta.dirname, '../../.artifacts/bench');
const PEERS = { maildev: '3.0.0', Haraka: '3.3.4' };

/** What is measured against and with. */
export type Tools = {
  /** The folder with the peers from npm. */
  npm: string;
  /** The path of a program of Postfix's. */
  postfix: (program: string) => string;
  /** In which it runs. */
  environment: NodeJS.ProcessEnv;
};

/** Installs the peers from npm, and takes smtp-source and smtp-sink out of Debian's package, which is not installed. */
export async function fetchTools(): Promise<Tools> {
  const npm = path.join(FOLDER, 'npm');
  const debian = path.join(FOLDER, 'debian');
  if (!(await exists(path.join(npm, 'node_modules/Haraka')))) {
    await mkdir(npm, { recursive: true });
    await writeFile(path.join(npm, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: npm });
  }
  if (!(await exists(path.join(debian, 'usr/sbin/smtp-source')))) {
    await mkdir(debian, { recursive: true });
    await run('apt-get', ['download', 'postfix'], { cwd: debian });
    const file = (await readdir(debian)).find((name) => name.endsWith('.deb'));
    await run('dpkg', ['-x', file ?? '', '.'], { cwd: debian });
  }
  return {
    npm,
    postfix: (program) => path.join(debian, 'usr/sbin', program),
    environment: { ...process.env, LD_LIBRARY_PATH: path.join(debian, 'usr/lib/postfix') },
  };
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

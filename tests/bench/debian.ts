import { execFile } from 'node:child_process';
import { access, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Kept from run to run, ignored by git. */
export const ARTIFACTS = path.join(import.meta.dirname, '../.artifacts/bench');

export type Program = { program: string; environment: NodeJS.ProcessEnv };

/** wrk, which asks over HTTP. */
export async function fetchWrk(): Promise<Program> {
  const folder = await unpack(['wrk', 'libluajit-5.1-2'], 'usr/bin/wrk');
  const libraries = (await readdir(path.join(folder, 'usr/lib'))).map((name) =>
    path.join(folder, 'usr/lib', name),
  );
  return {
    program: path.join(folder, 'usr/bin/wrk'),
    environment: { ...process.env, LD_LIBRARY_PATH: libraries.join(':') },
  };
}

/** Postfix's smtp-source and smtp-sink. */
export async function fetchPostfix(): Promise<(program: string) => Program> {
  const folder = await unpack(['postfix'], 'usr/sbin/smtp-source');
  const environment = { ...process.env, LD_LIBRARY_PATH: path.join(folder, 'usr/lib/postfix') };
  return (program) => ({ program: path.join(folder, 'usr/sbin', program), environment });
}

/** Takes programs out of Debian's packages, which are not installed. @returns the folder they lie in */
async function unpack(packages: string[], wanted: string): Promise<string> {
  const folder = path.join(ARTIFACTS, 'debian');
  if (await exists(path.join(folder, wanted))) return folder;
  await mkdir(folder, { recursive: true });
  await run('apt-get', ['download', ...packages], { cwd: folder });
  for (const name of await readdir(folder))
    if (packages.some((each) => name.startsWith(`${each}_`)))
      await run('dpkg', ['-x', name, '.'], { cwd: folder });
  return folder;
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

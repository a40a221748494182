import { createHash } from 'node:crypto';
import { glob, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartError } from '#bin/start/preflight.ts';
import { runGroup } from '#lib/run-group.ts';

/** What the web app is built from. `next-env.d.ts` is made by the build: with it the next start would build once more. */
const SOURCES = ['{app,lib,inbound,prisma}/**/*.{ts,tsx,css,svg,sql}', '*.{ts,js,mjs,json}'];
const MADE = ['next-env.d.ts'];

/**
 * Builds the web app where that was not done yet, or from other sources than these.
 * @param signal gives it up
 * @throws StartError with what the build said
 */
export async function buildWebApp(
  root: string,
  say: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const stamp = path.join(root, '.next', 'mailroom-sources');
  const sources = await digest(root);
  if ((await readFile(stamp, 'utf8').catch(() => '')) === sources) return;

  say('Building the web app (only once; less than a minute) …');
  const next = createRequire(import.meta.url).resolve('next/dist/bin/next');
  try {
    await runGroup(process.execPath, [next, 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      signal,
    });
  } catch (error) {
    throw new StartError(`The web app could not be built:\n${(error as Error).message}`);
  }
  await writeFile(stamp, sources);
}

async function digest(root: string): Promise<string> {
  const names: string[] = [];
  for (const pattern of SOURCES)
    for await (const name of glob(pattern, { cwd: root, exclude: MADE })) names.push(name);
  const hash = createHash('sha256');
  for (const name of names.sort())
    hash
      .update(name)
      .update('\0')
      .update(await readFile(path.join(root, name)));
  return hash.digest('hex');
}

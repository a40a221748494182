import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = path.join(import.meta.dirname, '../..');

/** What a container has of its own, as far as the kernel is concerned: processes and shared memory. */
const APART = ['--user', '--map-root-user', '--pid', '--ipc', '--fork', '--mount', '--mount-proc'];

/** Whether this machine lets its users make namespaces. */
export const hasContainers = await run('unshare', [...APART, '--net', 'true']).then(
  () => true,
  () => false,
);

export type Ended = { code: number; output: string };

/** Runs one of our programs as in another container on the same files. @param network whether it shares our network */
export function runInContainer(
  program: string[],
  environment: Record<string, string>,
  { network }: { network: boolean },
): Promise<Ended> {
  const apart = network ? APART : [...APART, '--net'];
  return ended(
    run('unshare', [...apart, process.execPath, ...program], {
      cwd: ROOT,
      env: { ...process.env, ...environment },
    }),
  );
}

async function ended(running: Promise<{ stdout: string; stderr: string }>): Promise<Ended> {
  try {
    const { stdout, stderr } = await running;
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

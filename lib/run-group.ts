import { type SpawnOptions, spawn } from 'node:child_process';

/**
 * Runs a program to its end, in a group of its own with all that it starts.
 * @param options.signal ends the whole group at once; it rejects when none of it is left
 * @throws Error with what it said, when it does not end well
 */
export function runGroup(
  command: string,
  args: string[],
  { signal, ...options }: Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid' | 'signal'> = {},
): Promise<void> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let said = '';
    for (const output of [child.stdout, child.stderr])
      output.on('data', (chunk) => {
        said += chunk;
      });
    const giveUp = () => child.pid && process.kill(-child.pid, 'SIGKILL');
    signal?.addEventListener('abort', giveUp);
    child.once('error', reject);
    // It comes when nobody has the output open any more: after the last one of the group.
    child.once('close', (code, killedBy) => {
      signal?.removeEventListener('abort', giveUp);
      if (code === 0) resolve();
      else
        reject(
          signal?.aborted ? signal.reason : new Error(said.trim() || `It ended with ${killedBy ?? code}.`),
        );
    });
  });
}

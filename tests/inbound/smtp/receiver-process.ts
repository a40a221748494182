import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach } from 'vitest';

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** The receiver as its supervisor starts it. */
export function startProcess(env: Record<string, string>) {
  const main = path.join(import.meta.dirname, '../../../inbound/main.ts');
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, SMTP_PORT: '0', ...env },
  });
  running.push(child);
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The receiver says nothing.');
  // Not `close`: it does not come when the channel was closed from here.
  const ended = Promise.all([once(child, 'exit'), text(stdout), text(stderr)]);
  const exited = ended.then(([[code], out, error]) => ({ code, out, error }));
  const ready = once(child, 'message').then(([message]) => (message as { port: number }).port);
  return { child, ready, exited };
}

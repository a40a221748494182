import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, onTestFinished, test, vi } from 'vitest';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { alive, descendants, kill, mentioning } from '#tests/support/processes.ts';

test('when the reader of the log goes away everything goes on', { timeout: PREPARED_WITHIN_MS }, async () => {
  await buildOnce();
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-unread-'));
  const unset = { DATABASE_URL: '', MAILROOM_SECRET: '', SMTP_TLS_CERT: '', SMTP_TLS_KEY: '' };
  // A pipe of the shell's, as in `npm start | cat`: Node would make a socket.
  const pipe = `"$0" bin/start.ts 2>&1 | sh -c 'echo "reader $$"; exec cat' >&2`;
  const shell = spawn('sh', ['-c', pipe, process.execPath], {
    env: { ...process.env, ...unset, DATA_DIR: folder, PORT: '0', SMTP_PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(async () => {
    for (const pid of [...(await descendants(shell.pid ?? 0)), ...(await mentioning(folder))])
      kill(pid, 'SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  let said = '';
  shell.stderr.on('data', (chunk) => {
    said += chunk;
  });
  await vi.waitFor(() => expect(said).toContain('Mailroom is ready'), 60_000);
  const port = Number(/SMTP receiver +127\.0\.0\.1:(\d+)/.exec(said)?.[1]);
  const reader = Number(/^reader (\d+)$/m.exec(said)?.[1]);
  const everything = (await descendants(shell.pid ?? 0)).filter((pid) => pid !== reader);
  kill(reader, 'SIGKILL');
  await vi.waitFor(async () => expect(await alive([reader])).toEqual([]));
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  for (const _ of [1, 2, 3])
    await expect(
      transport.sendMail({ from: 'a@example.com', to: 'nobody@inbox.example', text: 'Hello' }),
    ).rejects.toThrow('550');
  const [supervisor = 0] = everything;
  expect(await alive(everything)).toContain(supervisor);
  kill(supervisor, 'SIGTERM');
  await once(shell, 'exit');
  expect(await alive(everything)).toEqual([]);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { freePort } from '#lib/free-port.ts';

const ROOT = path.join(import.meta.dirname, '../..');

/** The secret of an instance that lives as long as its test. */
export const SECRET = 'a secret for tests, of enough characters';

export type WebApp = { url: string; port: string; stop(): Promise<void> };

/**
 * The web process as `npm start` runs it, on a free port or on `settings.PORT`. It must have been built.
 * @throws with what it said, when it ends before it serves
 */
export async function startWebApp(
  databaseUrl: string,
  settings: Record<string, string> = {},
): Promise<WebApp> {
  const port = settings.PORT ?? String(await freePort());
  // localhost, not 127.0.0.1: only there does a browser take plain http for secure enough to write the clipboard.
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ['app/server.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      DATABASE_URL: databaseUrl,
      MAILROOM_SECRET: SECRET,
      PORT: port,
      PUBLIC_URL: url,
      SMTP_NAME: 'mail.acme.example',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error(`The web app ended before it served:\n${said}`);
    }),
  ]);
  return {
    url,
    port,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

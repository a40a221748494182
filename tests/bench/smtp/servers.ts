import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from '#lib/end-process.ts';
import { freePort } from '#lib/free-port.ts';
import type { Tools } from '#tests/bench/smtp/tools.ts';

const START_TIMEOUT_MS = 30_000;

export type Server = { name: string; port: number; stop(): Promise<void> };

/** Takes a mail and forgets it: what the protocol and this machine allow. */
export async function startSmtpSink({ postfix }: Tools): Promise<Server> {
  const port = await freePort();
  const privileged = process.getuid?.() === 0 ? ['-u', 'root'] : [];
  const args = [...privileged, `127.0.0.1:${port}`, '200'];
  const { program, environment } = postfix('smtp-sink');
  return start('smtp-sink', port, program, args, { env: environment });
}

/** Parses each mail and keeps it in a folder. */
export async function startMailDev({ npm }: Tools): Promise<Server> {
  const port = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-maildev-'));
  const args = [
    path.join(npm, 'node_modules/maildev/dist/bin/maildev.js'),
    ...['--smtp', String(port), '--ip', '127.0.0.1', '--disable-web', '--silent', '--mail-directory', folder],
  ];
  return start('MailDev', port, process.execPath, args, { folder });
}

/** Takes whatever comes into the queue for its outgoing mail, a file each, and neither parses nor syncs it to the disk. */
export async function startHaraka({ npm }: Tools): Promise<Server> {
  const port = await freePort();
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-haraka-'));
  const haraka = path.join(npm, 'node_modules/Haraka');
  await cp(path.join(haraka, 'config'), path.join(folder, 'config'), { recursive: true });
  for (const made of ['queue', 'plugins']) await mkdir(path.join(folder, made));
  await writeFile(path.join(folder, 'config/plugins'), 'take_all\n');
  await writeFile(path.join(folder, 'config/smtp.ini'), `listen=127.0.0.1:${port}\nnodes=0\n`);
  await writeFile(path.join(folder, 'config/outbound.ini'), 'disabled=true\n');
  await writeFile(path.join(folder, 'config/log.ini'), '[main]\nlevel=emerg\n');
  await writeFile(
    path.join(folder, 'plugins/take_all.js'),
    `exports.hook_rcpt = function (next, connection) { connection.relaying = true; next(OK); };`,
  );
  const server = await start(
    'Haraka',
    port,
    process.execPath,
    [path.join(haraka, 'bin/haraka'), '-c', folder],
    {
      folder,
    },
  );
  return {
    ...server,
    async stop() {
      const queued = await readdir(path.join(folder, 'queue'));
      if (queued.length === 0) throw new Error('Haraka has queued nothing: it did not do its work.');
      await server.stop();
    },
  };
}

async function start(
  name: string,
  port: number,
  command: string,
  args: string[],
  { env = process.env, folder }: { env?: NodeJS.ProcessEnv; folder?: string } = {},
): Promise<Server> {
  const child = spawn(command, args, { env, cwd: folder ?? tmpdir(), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2_000);
    });
  }
  await untilItListens(child, port, () => `${name} did not start:\n${said}`);
  return {
    name,
    port,
    async stop() {
      await endProcess(child, 'SIGKILL');
      if (folder) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilItListens(child: ChildProcess, port: number, why: () => string): Promise<void> {
  for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(100)) {
    if (child.exitCode !== null) break;
    const answers = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.end('QUIT\r\n'));
    });
    if (answers) return;
  }
  throw new Error(why());
}

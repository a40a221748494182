import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endProcess } from '#lib/end-process.ts';
import { freePort } from '#lib/free-port.ts';

const ROOT = path.join(import.meta.dirname, '..');

export type Instance = {
  url: string;
  smtpPort: number;
  /** The supervisor's process. */
  pid: number;
  /** Runs the command line against it and gives what it prints. @throws when it does not end with 0 */
  mailroom(args: string[], input?: string): Promise<string>;
  /** More for the environment of `mailroom`, such as its token. */
  environment: Record<string, string>;
  /** Ends the processes; the data stays for `startInstance({ folder })`. */
  stop(): Promise<void>;
  /** Ends the processes and removes the data. */
  remove(): Promise<void>;
};

/**
 * A whole Mailroom of its own, with embedded PostgreSQL, in a temporary folder and on free ports: for the demo,
 * the benchmarks and the journeys. It is started as `npm start` does it, and nothing of this machine's `.env` counts.
 */
export async function startInstance(
  options: { folder?: string; environment?: Record<string, string>; print?: (chunk: string) => void } = {},
): Promise<Instance> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'mailroom-')));
  const [webPort, smtpPort] = [await freePort(), await freePort()];
  const url = `http://localhost:${webPort}`;
  const environment: Record<string, string> = {
    // Empty counts as unset, and keeps a `.env` in this folder from having a say.
    ...{
      DATABASE_URL: '',
      MAILROOM_SECRET: '',
      SMTP_TLS_CERT: '',
      SMTP_TLS_KEY: '',
      SMTP_RELAY_URL: '',
      MAILROOM_TOKEN: '',
    },
    ...{
      TWILIO_ACCOUNT_SID: '',
      TWILIO_AUTH_TOKEN: '',
      TWILIO_API_URL: '',
      OIDC_ISSUER: '',
      OIDC_CLIENT_ID: '',
      OIDC_CLIENT_SECRET: '',
    },
    ...{ DATA_DIR: folder, HOST: '127.0.0.1', PORT: String(webPort), PUBLIC_URL: url, MAILROOM_URL: url },
    ...{ SMTP_HOST: '127.0.0.1', SMTP_PORT: String(smtpPort) },
    ...options.environment,
  };
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  const server = await startServer(environment, options.print).catch(async (error) => {
    if (!options.folder) await removeFolder();
    throw error;
  });
  const stop = () => endProcess(server, 'SIGTERM');
  return {
    url,
    smtpPort,
    pid: server.pid ?? 0,
    environment,
    mailroom: (args, input) => runMailroom(args, environment, input),
    stop,
    async remove() {
      await stop();
      await removeFolder();
    },
  };
}

async function startServer(
  environment: Record<string, string>,
  print?: (chunk: string) => void,
): Promise<ChildProcess> {
  const server = spawn(process.execPath, ['bin/start.ts'], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Whatever ends this script ends the instance too.
  const endIt = () => server.kill('SIGTERM');
  process.once('exit', endIt);
  server.once('exit', () => process.off('exit', endIt));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`Mailroom did not start (${code}):\n${said}`)));
    let isReady = false;
    const listen = (chunk: Buffer) => {
      print?.(String(chunk));
      // From then on it says a line for each mail.
      if (isReady) return;
      said += chunk;
      isReady = said.includes('Mailroom is ready');
      if (isReady) resolve();
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
  });
  return server;
}

async function runMailroom(args: string[], environment: Record<string, string>, input = ''): Promise<string> {
  const child = spawn(process.execPath, ['bin/mailroom.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let [output, errors] = ['', ''];
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0)
    throw new Error(`mailroom ${args.slice(0, 2).join(' ')} ended with ${code}: ${errors.trim()}`);
  return output.trim();
}

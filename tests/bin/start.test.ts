import { execFile, spawn } from 'node:child_process';
import { access, chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { type Instance, startInstance } from '#bin/instance.ts';
import { freePort } from '#lib/free-port.ts';
import { Dialogue } from '#tests/support/dialogue.ts';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { alive, childOf, descendants, kill } from '#tests/support/processes.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const ADDRESS = 'brand@inbox.example';
let folder = '';

beforeAll(async () => {
  await buildOnce();
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-start-'));
}, PREPARED_WITHIN_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A start on a machine that is busy with other tests. */
const SLOW = 120_000;

test('a first start makes everything and gives a set-up link; SIGTERM ends all of it', {
  timeout: SLOW,
}, async () => {
  let said = '';
  const instance = await startInstance({
    folder,
    print: (chunk) => {
      said += chunk;
    },
  });
  await vi.waitFor(() => expect(said).toContain(`${instance.url}/set-up/`), 10_000);
  expect(said).toContain('Creating the database');
  // That was done before the first test.
  expect(said).not.toContain('Building the web app');
  expect((await fetch(`${instance.url}/readyz`)).status).toBe(200);
  await setUp(instance);
  await sendMail(instance, 'the first');
  const family = await descendants(instance.pid);
  expect(family.length).toBeGreaterThan(3);
  await instance.stop();
  expect(await alive(family)).toEqual([]);
});

test('after SIGKILL of everything at once the next start recovers, with all that was accepted', {
  timeout: SLOW,
}, async () => {
  const killed = await startInstance({ folder });
  await sendMail(killed, 'accepted before the crash');
  for (const pid of [killed.pid, ...(await descendants(killed.pid))]) kill(pid, 'SIGKILL');
  const instance = await startInstance({ folder });
  expect(await subjects(instance)).toEqual(['accepted before the crash', 'the first']);
  await instance.stop();
});

test('when only the supervisor is killed the others follow it, and PostgreSQL is taken over', {
  timeout: SLOW,
}, async () => {
  const killed = await startInstance({ folder });
  const family = await descendants(killed.pid);
  kill(killed.pid, 'SIGKILL');
  const instance = await startInstance({ folder });
  await vi.waitFor(async () => expect(await alive(family)).toEqual([]), 15_000);
  expect(await subjects(instance)).toHaveLength(2);
  await instance.stop();
});

test('a lock file that names a process of somebody else is no obstacle', { timeout: SLOW }, async () => {
  const pid = path.join(folder, 'postgres', 'postmaster.pid');
  await writeFile(pid, `${process.pid}\n${path.dirname(pid)}\n1700000000\n5432\n\n127.0.0.1\n\nready\n`);
  const instance = await startInstance({ folder });
  await instance.stop();
});

test('a process that crashes comes back, PostgreSQL too, while a second start on the folder is refused', {
  timeout: SLOW,
}, async () => {
  const instance = await startInstance({ folder });
  await expect(startInstance({ folder })).rejects.toThrow('Mailroom is already running on this data folder');
  await saysOfReceivers(instance, ['mailroom_receivers_up 1', 'mailroom_receiver_restarts 0']);
  kill(await childOf(instance.pid, 'inbound/main.ts'), 'SIGKILL');
  await vi.waitFor(() => sendMail(instance, 'after a crash of the receiver'), {
    timeout: 30_000,
    interval: 250,
  });
  await saysOfReceivers(instance, ['mailroom_receivers_up 1', 'mailroom_receiver_restarts 1']);
  kill(
    Number((await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]),
    'SIGKILL',
  );
  await vi.waitFor(() => sendMail(instance, 'after a crash of the database'), {
    timeout: 30_000,
    interval: 250,
  });
  kill(await childOf(instance.pid, 'app/server.ts'), 'SIGKILL');
  await vi.waitFor(async () => expect((await subjects(instance))[0]).toBe('after a crash of the database'), {
    timeout: 30_000,
    interval: 250,
  });
  await instance.stop();
});

test('a PostgreSQL that cannot come back is tried again, with the reason, until it can', {
  timeout: SLOW,
}, async () => {
  let said = '';
  const instance = await startInstance({
    folder,
    print: (chunk) => {
      said += chunk;
    },
  });
  const settings = path.join(folder, 'postgres', 'postgresql.conf');
  const right = await readFile(settings, 'utf8');
  await writeFile(settings, 'nonsense');
  const postmaster = await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8');
  kill(Number(postmaster.split('\n')[0]), 'SIGKILL');
  await vi.waitFor(() => expect(said).toContain('Trying again in 2 s'), 30_000);
  expect(said).toContain(`PostgreSQL did not start: configuration file "${settings}" contains errors (`);
  await writeFile(settings, right);
  await vi.waitFor(async () => expect((await fetch(`${instance.url}/readyz`)).status).toBe(200), 30_000);
  await instance.stop();
});

test('Ctrl-C ends all of it in order, though the terminal signals every process, and npm once more', {
  timeout: SLOW,
}, async () => {
  // Its mail is none of those that the other tests count.
  const instance = await startInstance();
  await setUp(instance);
  const family = await descendants(instance.pid);
  const sending = await Dialogue.ready(instance.smtpPort);
  await sending.begin('a@b.example', ADDRESS);
  for (const _ of [1, 2]) {
    kill(instance.pid, 'SIGINT');
    await sleep(50);
  }
  expect(await sending.say('Subject: sent meanwhile\r\n\r\n.')).toMatch(/^250/);
  await vi.waitFor(async () => expect(await alive(family)).toEqual([]), 20_000);
  await instance.remove();
});

test('a SIGTERM that npm gets ends all of it, too', { timeout: SLOW }, async () => {
  const { environment, stop } = await startInstance({ folder });
  await stop();
  const npm = spawn('npm', ['start'], {
    ...{ cwd: ROOT, env: { ...process.env, ...environment } },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  npm.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await vi.waitFor(() => expect(said).toContain('Mailroom is ready'), 60_000);
  const family = await descendants(npm.pid ?? 0);
  kill(npm.pid ?? 0, 'SIGTERM');
  try {
    await vi.waitFor(async () => expect(await alive(family)).toEqual([]), 20_000);
  } finally {
    for (const pid of await alive(family)) kill(pid, 'SIGKILL');
  }
});

test.each([
  ['a port that is no port', { PORT: '70000' }, 'PORT must be at most 65535'],
  ['half of Twilio', { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` }, 'TWILIO_AUTH_TOKEN must be set too'],
  ['a data folder that is a file', { DATA_DIR: path.join(ROOT, 'package.json') }, 'cannot be used'],
  ['a certificate without its key', { SMTP_TLS_CERT: '/nowhere.pem' }, 'SMTP_TLS_KEY must be set too'],
  [
    'a certificate that is not there',
    { SMTP_TLS_CERT: '/nowhere.pem', SMTP_TLS_KEY: '/nowhere.key' },
    'SMTP_TLS_CERT: /nowhere.pem cannot be read',
  ],
])(
  'a start with %s says so in one line and leaves nothing running',
  { timeout: SLOW },
  async (_, environment, words) => {
    const error = await startInstance({ environment }).then(
      () => 'it started',
      (error: Error) => error.message,
    );
    expect(error).toContain(words);
    expect(error).not.toContain('    at ');
  },
);

test('what is wrong with the settings is found before a database is made', { timeout: SLOW }, async () => {
  const empty = await mkdtemp(path.join(tmpdir(), 'mailroom-unmade-'));
  const files = { SMTP_TLS_CERT: '/nowhere.pem', SMTP_TLS_KEY: '/nowhere.key' };
  await expect(startInstance({ folder: empty, environment: files })).rejects.toThrow('/nowhere.pem');
  const port = String(await freePort());
  const ports = { PORT: port, SMTP_PORT: port };
  await expect(startInstance({ folder: empty, environment: ports })).rejects.toThrow(
    `PORT and SMTP_PORT are both ${port}: set one of them to another port.`,
  );
  expect(await readdir(empty)).toEqual([]);
  await rm(empty, { recursive: true });
});

test('without the secret that the database was set up with there is neither a start nor a backup', {
  timeout: SLOW,
}, async () => {
  const file = path.join(folder, 'secret');
  const secret = await readFile(file, 'utf8');
  const missing = `is missing: ${file} is not there, or empty`;
  const other = { MAILROOM_SECRET: 'of another Mailroom, and long enough' };
  await expect(startInstance({ folder, environment: other })).rejects.toThrow(
    'MAILROOM_SECRET is not the secret that this database was set up with',
  );
  await writeFile(file, '');
  await expect(startInstance({ folder })).rejects.toThrow(missing);
  await rm(file);
  await expect(startInstance({ folder })).rejects.toThrow(missing);
  await expect(access(file)).rejects.toThrow('ENOENT');

  await writeFile(file, 'of another Mailroom, and long enough\n');
  const backup = mailroom(['backup', path.join(folder, 'backup')], folder);
  await expect(backup).rejects.toThrow(`${file} is not the secret that this database was set up with`);
  await writeFile(file, secret);
});

test('a start with a database that refuses says so, without the password', { timeout: SLOW }, async () => {
  const url = new URL(inject('postgresUrl'));
  url.password = 'not-the-password';
  const error = await startInstance({ environment: { DATABASE_URL: url.href } }).catch(
    (error: Error) => error,
  );
  expect(String(error)).toContain(
    `DATABASE_URL (mailroom at ${url.host}/mailroom) cannot be used: password authentication failed`,
  );
  expect(String(error)).not.toContain('not-the-password');
});

test('a start on a port in use names it', { timeout: SLOW }, async () => {
  const taken = await new Promise<Server>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
  const { port } = taken.address() as { port: number };
  await expect(startInstance({ environment: { SMTP_PORT: String(port) } })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use`,
  );
  taken.close();
});

test.skipIf(process.getuid?.() === 0)(
  'a data folder that may not be written is named',
  { timeout: SLOW },
  async () => {
    const closed = await mkdtemp(path.join(tmpdir(), 'mailroom-closed-'));
    await chmod(closed, 0o500);
    await expect(startInstance({ environment: { DATA_DIR: closed } })).rejects.toThrow(
      `DATA_DIR ${closed} cannot be used`,
    );
    await rm(closed, { recursive: true });
  },
);

test('with DATABASE_URL that PostgreSQL is used, and none is made', { timeout: SLOW }, async () => {
  const elsewhere = await mkdtemp(path.join(tmpdir(), 'mailroom-elsewhere-'));
  const first = await startInstance({ folder });
  const password = await readFile(path.join(folder, 'postgres', 'mailroom-password'), 'utf8');
  const port = (await readFile(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[3];
  const second = await startInstance({
    folder: elsewhere,
    environment: {
      DATABASE_URL: `postgresql://mailroom:${password.trim()}@127.0.0.1:${port}/mailroom`,
      MAILROOM_SECRET: (await readFile(path.join(folder, 'secret'), 'utf8')).trim(),
    },
  });
  expect(await subjects(second)).toHaveLength(4);
  expect((await promisify(execFile)('ls', [elsewhere])).stdout).not.toContain('postgres');
  await second.remove();
  await first.stop();
});

/** A command while no Mailroom runs. */
function mailroom(args: string[], dataDir: string) {
  const environment = { DATABASE_URL: '', MAILROOM_SECRET: '', DATA_DIR: dataDir };
  return promisify(execFile)(process.execPath, ['bin/mailroom.ts', ...args], {
    env: { ...process.env, ...environment },
  });
}

async function setUp(instance: Instance): Promise<void> {
  const who = [
    '--workspace',
    'Acme',
    '--owner',
    'you@example.com',
    '--domain',
    'inbox.example',
    '--address',
    ADDRESS,
  ];
  await instance.mailroom(['init', ...who, '--password-stdin'], 'a long enough password');
}

async function sendMail(instance: Instance, subject: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: instance.smtpPort, ignoreTLS: true });
  await transport.sendMail({ from: 'a@example.com', to: ADDRESS, subject, text: 'Hello' });
}

/** Soon: the supervisor has to hear of it, and the web app from there. */
async function saysOfReceivers(instance: Instance, lines: string[]): Promise<void> {
  await vi.waitFor(async () => {
    const metrics = await (await fetch(`${instance.url}/metrics`)).text();
    expect(metrics.match(/^mailroom_receiver.*/gm)).toEqual(lines);
  }, 20_000);
}

/** As the API has them, newest first. */
async function subjects(instance: Instance): Promise<string[]> {
  const token = await instance.mailroom(['token', 'create', '--name', 'test', '--scope', 'messages:read']);
  const response = await fetch(`${instance.url}/api/v1/messages`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { data } = (await response.json()) as { data: { subject: string }[] };
  return data.map((message) => message.subject);
}

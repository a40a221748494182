import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildWebApp } from '#bin/start/build.ts';
import { Child } from '#bin/start/child.ts';
import { checkDatabase, checkDataDir, checkPorts, StartError } from '#bin/start/preflight.ts';
import { CertificateError, readCertificate } from '#inbound/smtp/certificate.ts';
import { AlreadyRunningError, DataDirError } from '#lib/database/data-dir-lock.ts';
import { type EmbeddedDatabase, startEmbedded } from '#lib/database/embedded.ts';
import { pool } from '#lib/database/pool.ts';
import { outliveReaders } from '#lib/output.ts';
import { rightSecret, SecretError } from '#lib/right-secret.ts';
import { makeSecret } from '#lib/secret.ts';
import { parseSettings, readDotEnv, type Settings, SettingsError } from '#lib/settings.ts';
import { hasWorkspace, setUpToken } from '#lib/workspaces/set-up-link.ts';
import { MigrationError, migrate } from '#prisma/migrate.ts';

// `npm start` and `npm run dev`: sets everything up, starts the processes and watches over them. This is
// the supervisor: PostgreSQL (unless DATABASE_URL names one), the web app and the SMTP receiver are its children.

const ROOT = path.join(import.meta.dirname, '..');
const HELD_TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** Having run this long, PostgreSQL was well: its next end is a new story. */
const WELL_AFTER_MS = 60_000;
/** Ctrl-C comes twice in a moment, from the terminal and from npm. Who presses it once more later means: at once. */
const SAME_PRESS_MS = 1_000;
/**
 * What a mail leaves behind is garbage soon, but old by then: V8 would let it grow to several times what is in use before
 * it collects it. And with mails on all cores, it would wait for threads of its own to get one; a nursery of this size is
 * collected alone in no time. Measured together: 5 % more mails of 2 KB, 13 % less processor with 1 MB, as much memory.
 */
const RECEIVER_OPTIONS = ['--heap-growing-percent=60', '--no-parallel-scavenge', '--max-semi-space-size=2'];
/** What says by itself what is wrong, and what would be right. */
const FOR_PEOPLE = [StartError, CertificateError, DataDirError, SecretError, MigrationError];
const dev = process.argv.includes('--dev');

/** Being started, or running. */
let database: Promise<EmbeddedDatabase> | undefined;
const givenUp = new AbortController();
const children: Child[] = [];
let stopping: Promise<void> | undefined;
let signalledAt: number | undefined;

outliveReaders();
// Before anything is started, so that no moment is without them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    signalledAt ??= performance.now();
    if (performance.now() - signalledAt > SAME_PRESS_MS) killAll();
    void stop(0);
  });
}

try {
  await start();
} catch (error) {
  if (!stopping) console.error(explain(error));
  await stop(1);
}

async function start(): Promise<void> {
  readDotEnv();
  const given = parseSettings(process.env);
  await checkDataDir(given.dataDir);
  const ports = await checkPorts(given);
  if (given.smtp.tls) await readCertificate(given.smtp.tls);
  // All that can fail comes before the database is brought up to date: the version before cannot use it any more then.
  if (!dev) await buildWebApp(ROOT, say, givenUp.signal);
  const databaseUrl = await startDatabase(given);
  const secret = (await rightSecret(given, databaseUrl)) ?? (await makeSecret(given.dataDir));
  // The children get it by inheritance, and what this process asks of lib reads it too.
  Object.assign(process.env, ports, {
    DATABASE_URL: databaseUrl,
    MAILROOM_SECRET: secret,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  });
  const settings = parseSettings(process.env);

  const applied = await migrate(databaseUrl, { begins: () => say('Bringing the database up to date …') });
  if (applied.length > 0) say(`Brought the database up to date (${applied.join(', ')}).`);
  if (stopping) return;
  await startChildren(settings.smtp.processes);
  if (stopping) return;
  const isSetUp = await hasWorkspace();
  await pool().end();

  say('Mailroom is ready.');
  say(`  Web app and API  ${settings.web.publicUrl}`);
  say(`  SMTP receiver    ${settings.smtp.host}:${settings.smtp.port}`);
  if (!isSetUp)
    say(
      `  Set up your workspace (the link works once): ${settings.web.publicUrl}/set-up/${setUpToken(secret)}`,
    );
}

/** The URL of a database that answers. */
async function startDatabase(settings: Settings): Promise<string> {
  if (settings.databaseUrl) {
    await checkDatabase(settings.databaseUrl, say);
    return settings.databaseUrl;
  }
  database = startUnlessHeld(settings.dataDir);
  const embedded = await database;
  watchDatabase(embedded, settings.dataDir);
  return embedded.url;
}

/** A command of `mailroom` holds the data folder for a second or two; another Mailroom for good. */
async function startUnlessHeld(dataDir: string): Promise<EmbeddedDatabase> {
  for (const deadline = Date.now() + HELD_TIMEOUT_MS; ; await sleep(250)) {
    try {
      return await startEmbedded(dataDir, { progress: say, signal: givenUp.signal });
    } catch (error) {
      if (!(error instanceof AlreadyRunningError) || stopping || Date.now() > deadline) throw error;
    }
  }
}

/** PostgreSQL restarts its own processes; when all of it is gone, it is started again at the port the others know. */
function watchDatabase(embedded: EmbeddedDatabase, dataDir: string, retry = FIRST_RETRY_MS): void {
  const startedAt = Date.now();
  embedded.process.once('exit', async (code, signal) => {
    if (stopping) return;
    say(`PostgreSQL ended unexpectedly (${signal ?? code}); starting it again …`);
    const next = { port: Number(new URL(embedded.url).port), retry };
    if (Date.now() - startedAt > WELL_AFTER_MS) next.retry = FIRST_RETRY_MS;
    database = startAgain(dataDir, next);
    // It rejects only when a stop has given it up.
    await database.then((again) => watchDatabase(again, dataDir, next.retry)).catch(() => {});
  });
}

/** Later and later, until it runs: a full disk is emptied by somebody, and what is asked meanwhile is answered 451 and 503. */
async function startAgain(dataDir: string, next: { port: number; retry: number }): Promise<EmbeddedDatabase> {
  for (;;) {
    try {
      const again = await startEmbedded(dataDir, { port: next.port, signal: givenUp.signal });
      say('PostgreSQL is back.');
      return again;
    } catch (error) {
      if (stopping) throw error;
      say(`${explain(error)}\nTrying again in ${next.retry / 1000} s …`);
    }
    await sleep(next.retry, undefined, { signal: givenUp.signal });
    next.retry = Math.min(next.retry * 2, LAST_RETRY_MS);
  }
}

async function startChildren(count: number): Promise<void> {
  const watch = dev ? ['--watch', '--watch-preserve-output'] : [];
  const options = { cwd: ROOT, say, endsHung: !dev, changed: tellReceivers };
  const web = new Child('the web app', ['app/server.ts'], options);
  const receivers = Array.from(
    { length: count },
    (_, i) =>
      new Child(
        count > 1 ? `SMTP receiver ${i + 1}` : 'the SMTP receiver',
        [...watch, ...RECEIVER_OPTIONS, 'inbound/main.ts'],
        options,
      ),
  );
  children.push(web, ...receivers);
  const ended = await Promise.race([
    Promise.all(children.map((child) => child.ready)).then(() => null),
    ...children.map((child) => child.failed),
  ]);
  if (ended && !stopping) throw new StartError(`Mailroom cannot start: ${ended} did not come up.`);
}

/** The web app answers for all of Mailroom (/metrics). */
function tellReceivers(): void {
  const [web, ...receivers] = children;
  web?.tell({
    type: 'receivers',
    up: receivers.filter((receiver) => receiver.isUp).length,
    restarts: receivers.reduce((sum, receiver) => sum + receiver.restarts, 0),
  });
}

/** Drains and ends everything, the database last, and then this process. */
function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    if (children.length > 0) say('Stopping …');
    givenUp.abort();
    await Promise.all(children.map((child) => child.stop()));
    const embedded = await database?.catch(() => undefined);
    await embedded?.stop();
    process.exit(exitCode);
  })();
  return stopping;
}

function killAll(): void {
  for (const child of children) child.kill();
  database?.then((embedded) => embedded.kill()).catch(() => {});
}

function say(line: string): void {
  console.log(line);
}

/** What an operator can act on is one line; anything else is our mistake, and needs its stack. */
function explain(error: unknown): string {
  if (error instanceof SettingsError)
    return ['Mailroom cannot start:', ...error.mistakes.map((mistake) => `  ${mistake}`)].join('\n');
  const expected = FOR_PEOPLE.some((kind) => error instanceof kind);
  return expected ? (error as Error).message : String(error instanceof Error ? error.stack : error);
}

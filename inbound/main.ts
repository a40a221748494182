import { deliver } from '#inbound/deliver.ts';
import { type Readers, startReaders } from '#inbound/email/readers.ts';
import { CertificateError, readCertificate, selfSignedCertificate } from '#inbound/smtp/certificate.ts';
import { logToOutput } from '#inbound/smtp/log.ts';
import { askingOnce } from '#inbound/smtp/recipients.ts';
import { followCertificate } from '#inbound/smtp/renewal.ts';
import { type Receiver, startReceiver } from '#inbound/smtp/server.ts';
import { startVerdicts, type Verdicts } from '#inbound/verdicts.ts';
import { judgeRecipient } from '#lib/addresses/find.ts';
import { pool } from '#lib/database/pool.ts';
import { outliveReaders } from '#lib/output.ts';
import { type Settings, SettingsError, settings } from '#lib/settings.ts';
import { sayReady } from '#lib/supervised.ts';

/** Longer than the receiver's own limit for draining: a second one, in case something hangs. */
const EXIT_TIMEOUT_MS = 9_500;

/** The SMTP receiver's process: settings → listen → SIGTERM → drain → close. */
async function main(): Promise<void> {
  outliveReaders();
  const started = await start().catch(fail);
  const { receiver } = started;
  logToOutput('listening', { host: settings().smtp.host, port: receiver.port });
  sayReady({ port: receiver.port });
  const stop = onceOnly(() => drainAndExit(started));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The supervisor died: nobody would watch over us, nor tell us to stop.
  process.on('disconnect', stop);
}

type Started = {
  receiver: Receiver;
  readers: Readers;
  verdicts: Verdicts;
  phones: { stop(): Promise<void> } | null;
};

async function start(): Promise<Started> {
  const { smtp, dataDir, databaseUrl, twilio } = settings();
  if (!databaseUrl)
    throw new SettingsError(['DATABASE_URL is not set: start Mailroom with `npm start`, which sets it.']);
  const certificate = smtp.tls
    ? await readCertificate(smtp.tls)
    : await selfSignedCertificate(dataDir, smtp.name);
  const readers = startReaders();
  // The first one waits until the threads are up.
  await readers.read(Buffer.alloc(0));
  const verdicts = startVerdicts(logToOutput, readers.judge);
  const receiver = await startReceiver({
    ...smtp,
    certificate,
    judgeRecipient: askingOnce(judgeRecipient),
    read: readers.read,
    deliver,
    judge: verdicts.begin,
    log: logToOutput,
  });
  if (smtp.tls)
    followCertificate({
      files: smtp.tls,
      current: certificate,
      use: receiver.useCertificate,
      log: logToOutput,
    });
  return {
    receiver,
    readers,
    verdicts,
    phones: twilio && (await startPhones(twilio)),
  };
}

/** What is done for the phones beside their webhooks. Loaded only where they are: it takes 12 MB. */
async function startPhones(twilio: NonNullable<Settings['twilio']>): Promise<{ stop(): Promise<void> }> {
  const { startMedia } = await import('#inbound/twilio/media.ts');
  const { startRounds } = await import('#inbound/twilio/rounds.ts');
  const works = [startMedia(twilio, logToOutput), startRounds(logToOutput)];
  return {
    async stop() {
      await Promise.all(works.map((work) => work.stop()));
    },
  };
}

async function drainAndExit({ receiver, readers, verdicts, phones }: Started): Promise<void> {
  logToOutput('stopping');
  setTimeout(() => process.exit(1), EXIT_TIMEOUT_MS).unref();
  const phonesStopped = phones?.stop();
  await receiver.drain();
  verdicts.stop();
  await readers.stop();
  await phonesStopped;
  await pool().end();
  process.exit(0);
}

function fail(error: unknown): never {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
}

/** What is wrong, and what would be right. */
function inWords(error: unknown): string {
  if (error instanceof SettingsError || error instanceof CertificateError) return error.message;
  const { host, port } = settings().smtp;
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return `SMTP_PORT: another program listens at ${host}:${port}; stop it, or set SMTP_PORT to a free port.`;
    case 'EACCES':
      return `SMTP_PORT: ${port} needs more rights than this user has; set SMTP_PORT to a port from 1024 on, such as 2525.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `SMTP_HOST: ${host} is no address of this machine; set it to 127.0.0.1, 0.0.0.0 or one that is.`;
    case 'ENOTSUP':
      return 'SMTP_PROCESSES: this system cannot share a port among processes; set it to 1.';
    default:
      return `The SMTP receiver cannot start: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function onceOnly(work: () => Promise<void>): () => void {
  let called = false;
  return () => {
    if (called) return;
    called = true;
    void work();
  };
}

await main();

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Tools } from '#tests/bench/smtp/tools.ts';

const run = promisify(execFile);

export type Load = {
  port: number;
  recipient: string;
  connections: number;
  mails: number;
  /** Each mail to another address: a number before the recipient's name, from 1 on. */
  numbered?: boolean;
};

/** Postfix's own sender, with mails of its own making. Gives mails a second. */
export async function sendBySmtpSource(
  { postfix }: Tools,
  {
    port,
    recipient,
    connections,
    mails,
    bytes,
    reconnect = false,
    numbered = false,
  }: Load & { bytes: number; reconnect?: boolean },
): Promise<number> {
  const args = [
    ...(reconnect ? [] : ['-d']),
    ...(numbered ? ['-N'] : []),
    ...['-s', connections, '-m', mails, '-l', bytes, '-f', 'info@x.com', '-t', recipient],
    ...['-S', '123456 is your X verification code', `127.0.0.1:${port}`],
  ].map(String);
  const start = performance.now();
  const { program, environment } = postfix('smtp-source');
  await run(program, args, { env: environment, timeout: 300_000 });
  return (mails * 1_000) / (performance.now() - start);
}

export type Mail = 'html' | 'attachment' | 'signed' | 'plain';

/** For mails that smtp-source cannot make, each of its own kind; on a thread of its own. Gives mails a second. */
export function sendMails(load: Omit<Load, 'numbered'> & { mail: Mail }): Promise<number> {
  return startSender(load).rate;
}

/** The same, so many a second and no more, until it is told to stop, which gives how many came in a second. */
export function keepSending(
  load: Omit<Load, 'numbered' | 'mails'> & { mail: Mail; perSecond: number },
): () => Promise<number> {
  const { worker, rate } = startSender({ ...load, mails: Number.POSITIVE_INFINITY });
  // Where the server ends first, something else went wrong, and that is to be read.
  rate.catch(() => {});
  return () => {
    worker.postMessage('stop');
    return rate;
  };
}

function startSender(workerData: object): { worker: Worker; rate: Promise<number> } {
  const worker = new Worker(new URL('./sender.ts', import.meta.url), { workerData });
  const rate = new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  return { worker, rate };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { readMail } from '#inbound/email/read.ts';
import { type Certificate, selfSignedCertificate } from '#inbound/smtp/certificate.ts';
import { type Receiver, type ReceiverOptions, startReceiver } from '#inbound/smtp/server.ts';
import { judgeRecipient } from '#lib/addresses/find.ts';

const running: Receiver[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((receiver) => receiver.drain()));
});

/** A receiver on a free port of the loopback, on the real `deliver` unless a test brings another. */
export async function receiver(change: Partial<ReceiverOptions> = {}): Promise<Receiver> {
  const started = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    processes: 1,
    name: 'inbox.example',
    maxSize: 1024 * 1024,
    certificate: await certificate(),
    judgeRecipient,
    read: readMail,
    deliver,
    judge: () => ({ soFar: () => null, record: () => {} }),
    log: () => {},
    ...change,
  });
  running.push(started);
  return started;
}

let made: Promise<Certificate> | undefined;
function certificate(): Promise<Certificate> {
  made ??= inScratchFolder((folder) => selfSignedCertificate(folder, 'inbox.example'));
  return made;
}

export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-smtp-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

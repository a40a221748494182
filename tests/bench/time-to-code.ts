import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { Instance } from '#bin/instance.ts';
import { Mailroom } from '#lib/client.ts';
import { Dialogue } from '#tests/support/dialogue.ts';

type Options = {
  token: string;
  address: string;
  mails: number;
  goals: string;
  /** Before each mail, in milliseconds. */
  silence?: number;
};
type Row = { what: string; 'p50, ms': number; 'p99, ms': number; 'p50 as ratio': number };

/**
 * A client waits at the API, then a mail is sent over an open SMTP connection; the clock runs from its final dot
 * until the client holds the code. Beside it, the time from the final dot to the 250 of Mailroom, and of a bare
 * smtp-server that keeps nothing: the least that any receiver on this library takes.
 */
export async function measureTimeToCode(
  instance: Instance,
  { token, address, mails, goals, silence = 0 }: Options,
): Promise<Row[]> {
  const bare = await startBareServer();
  const plan = { mails, address, silence };
  const bareTimes = await repeat(await Dialogue.ready(bare.port), plan, async () => {});
  bare.close();

  const mailroom = new Mailroom({ url: instance.url, token });
  let after = new Date().toISOString();
  const session = await Dialogue.ready(instance.smtpPort);
  const times = await repeat(session, plan, async (code) => {
    const answer = await mailroom.code(address, { wait: 30, after });
    if (answer.code !== code) throw new Error(`Waited for ${code}, got ${JSON.stringify(answer)}`);
    after = answer.id;
  });
  const base = percentile(bareTimes.accepted, 50);
  return [
    row('bare smtp-server: final dot → 250', bareTimes.accepted, base),
    row('Mailroom: final dot → 250, on disk', times.accepted, base),
    row(`Mailroom: final dot → code at the client (goals: ${goals})`, times.received, base),
  ];
}

async function repeat(
  session: Dialogue,
  { mails, address, silence }: Required<Pick<Options, 'mails' | 'address' | 'silence'>>,
  wait: (code: string) => Promise<void>,
) {
  const [accepted, received]: [number[], number[]] = [[], []];
  // The first ones warm up both sides, and are not counted.
  for (let i = -10; i < mails; i++) {
    if (i >= 0) await sleep(silence);
    const code = String(Math.floor(Math.random() * 1_000_000)).padStart(6, '0');
    const waiting = wait(code).then(() => performance.now());
    // The client is to be waiting by then, not still asking.
    await sleep(15);
    await session.begin('bounce@x.com', address);
    session.write(mail(address, code));
    const dot = performance.now();
    await expectStored(session.say('\r\n.'));
    const at250 = performance.now();
    const atCode = await waiting;
    if (i < 0) continue;
    accepted.push(at250 - dot);
    received.push(atCode - dot);
  }
  session.close();
  return { accepted, received };
}

export async function expectStored(reply: Promise<string>): Promise<void> {
  const said = await reply;
  if (!said.startsWith('250')) throw new Error(`Expected 250, got ${said}`);
}

/** A mail of X's with this code. */
export function mail(to: string, code: string): string {
  return [
    'From: X <verify@x.com>',
    `To: ${to}`,
    `Subject: ${code} is your X verification code`,
    `Message-ID: <${crypto.randomUUID()}@x.com>`,
    `Date: ${new Date().toUTCString()}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Confirm your email address',
    '',
    'Please enter this verification code on X to get started:',
    code,
    'Verification codes expire after two hours.',
    'X Corp. '.repeat(180),
  ].join('\r\n');
}

function row(what: string, times: number[], base: number): Row {
  const p50 = percentile(times, 50);
  return {
    what,
    'p50, ms': round(p50),
    'p99, ms': round(percentile(times, 99)),
    'p50 as ratio': round(p50 / base),
  };
}

export function percentile(values: number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? Number.NaN;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function startBareServer(): Promise<{ port: number; close: () => void }> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    onData(stream, _session, done) {
      stream.on('end', () => done()).resume();
    },
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.server.address() as { port: number };
      resolve({ port, close: () => server.close() });
    });
  });
}

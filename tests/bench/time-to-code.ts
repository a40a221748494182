import { createConnection, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { Instance } from '#bin/instance.ts';

type Options = { token: string; address: string; mails: number };
type Row = { what: string; 'p50, ms': number; 'p99, ms': number; 'p50 as ratio': number };

/**
 * A client waits at the API, then a mail is sent over an open SMTP connection; the clock runs from its final dot
 * until the client holds the code. Beside it, the time from the final dot to the 250 of Mailroom, and of a bare
 * smtp-server that keeps nothing: the least that any receiver on this library takes.
 */
export async function measureTimeToCode(
  instance: Instance,
  { token, address, mails }: Options,
): Promise<Row[]> {
  const bare = await startBareServer();
  const bareTimes = await repeat(await SmtpSession.open(bare.port), mails, address, async () => {});
  bare.close();

  let after = '';
  const session = await SmtpSession.open(instance.smtpPort);
  const times = await repeat(session, mails, address, async (code) => {
    const query = new URLSearchParams({ address, wait: '30', ...(after && { after }) });
    const response = await fetch(`${instance.url}/api/v1/codes/latest?${query}`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    const answer = (await response.json()) as { id: string; code: string };
    if (answer.code !== code) throw new Error(`Waited for ${code}, got ${JSON.stringify(answer)}`);
    after = answer.id;
  });
  const base = percentile(bareTimes.accepted, 50);
  return [
    row('bare smtp-server: final dot → 250', bareTimes.accepted, base),
    row('Mailroom: final dot → 250, on disk', times.accepted, base),
    row('Mailroom: final dot → code at the client (goals: p50 ≤ 15, p99 ≤ 50)', times.received, base),
  ];
}

async function repeat(
  session: SmtpSession,
  mails: number,
  address: string,
  wait: (code: string) => Promise<void>,
) {
  const [accepted, received]: [number[], number[]] = [[], []];
  // The first ones warm up both sides, and are not counted.
  for (let i = -10; i < mails; i++) {
    const code = String(Math.floor(Math.random() * 1_000_000)).padStart(6, '0');
    const waiting = wait(code).then(() => performance.now());
    // The client is to be waiting by then, not still asking.
    await sleep(15);
    await session.prepare(address, mail(address, code));
    const dot = performance.now();
    await session.finish();
    const at250 = performance.now();
    const atCode = await waiting;
    if (i < 0) continue;
    accepted.push(at250 - dot);
    received.push(atCode - dot);
  }
  session.close();
  return { accepted, received };
}

function mail(to: string, code: string): string {
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

function percentile(values: number[], p: number): number {
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

/** One kept-open connection, and one answer awaited at a time. */
class SmtpSession {
  #socket: Socket;
  #buffer = '';
  #waiting: ((answer: string) => void) | undefined;

  static async open(port: number): Promise<SmtpSession> {
    const session = new SmtpSession(createConnection({ port, host: '127.0.0.1', noDelay: true }));
    await session.#answer('220');
    await session.#ask('EHLO bench.example', '250');
    return session;
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#buffer += chunk;
      if (!/^\d{3} .*\r\n$/m.test(this.#buffer)) return;
      const answer = this.#buffer;
      this.#buffer = '';
      this.#waiting?.(answer);
    });
  }

  /** Everything of a mail but its final dot. */
  async prepare(to: string, mail: string): Promise<void> {
    await this.#ask('MAIL FROM:<bounce@x.com>', '250');
    await this.#ask(`RCPT TO:<${to}>`, '250');
    await this.#ask('DATA', '354');
    this.#socket.write(mail);
  }

  async finish(): Promise<void> {
    await this.#ask('\r\n.', '250');
  }

  close(): void {
    this.#socket.end('QUIT\r\n');
  }

  #ask(line: string, expected: string): Promise<void> {
    const answer = this.#answer(expected);
    this.#socket.write(`${line}\r\n`);
    return answer;
  }

  #answer(expected: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting = (answer) =>
        answer.startsWith(expected) ? resolve() : reject(new Error(`Expected ${expected}, got ${answer}`));
    });
  }
}

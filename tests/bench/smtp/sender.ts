import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { createTransport } from 'nodemailer';
import { page } from '#tests/bench/smtp/page.ts';
import type { Load, Mail } from '#tests/bench/smtp/senders.ts';

// The thread of `sendMails` and `keepSending`: as many sessions as asked for, each sending its next mail when the last one
// was answered.

const { port, recipient, connections, mails, mail, perSecond } = workerData as Load & {
  mail: Mail;
  perSecond?: number;
};

const SENTENCE =
  'Your X verification code is 482913. It expires in ten minutes; please share it with nobody. ';
const BODIES: Record<Mail, () => object> = {
  plain: () => ({ text: SENTENCE.repeat(18) }),
  signed: () => ({ text: `${randomUUID()} ${SENTENCE.repeat(18)}` }),
  html: page,
  attachment: () => ({
    text: SENTENCE,
    attachments: [{ filename: 'scan.pdf', content: randomBytes(750_000) }],
  }),
};
const KEY = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
}).privateKey;

/**
 * What is dear to make is made before the clock runs: a body, and each signed mail, since all of it is signed: the same
 * one again would be a duplicate, which costs less.
 */
const PREPARED = mail === 'signed' ? Math.min(mails, 10_000) : 1;
const made = await Promise.all(Array.from({ length: PREPARED }, make));
let sent = 0;
let stopped = false;
parentPort?.once('message', () => {
  stopped = true;
});
const start = performance.now();
await Promise.all(Array.from({ length: connections }, session));
parentPort?.postMessage((sent * 1_000) / (performance.now() - start));
parentPort?.close();

async function session(): Promise<void> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true);
  const reply = replies(socket);
  await reply();
  await say(socket, reply, 'EHLO bench.example');
  while (sent < mails && !stopped) {
    const n = sent++;
    if (perSecond) await until(start + (n * 1_000) / perSecond);
    await say(socket, reply, 'MAIL FROM:<info@x.com>');
    await say(socket, reply, `RCPT TO:<${recipient}>`);
    await say(socket, reply, 'DATA');
    const id = mail === 'signed' ? '' : `Message-ID: <${randomUUID()}@x.com>\r\n`;
    socket.write(id);
    socket.write(made[n % PREPARED] ?? '');
    await say(socket, reply, '\r\n.');
  }
  socket.end('QUIT\r\n');
}

async function say(socket: Socket, reply: () => Promise<string>, line: string): Promise<void> {
  socket.write(`${line}\r\n`);
  const answer = await reply();
  if (!/^[23]/.test(answer)) throw new Error(`${line.trim()}: ${answer}`);
}

/** The next whole reply (RFC 5321 section 4.2.1). */
function replies(socket: Socket): () => Promise<string> {
  let text = '';
  let wake = () => {};
  socket.on('data', (chunk) => {
    text += chunk;
    wake();
  });
  return async () => {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text);
      if (whole) {
        text = text.slice(whole[0].length);
        return whole[0].trim();
      }
      await new Promise<void>((resolve, reject) => {
        wake = resolve;
        socket.once('error', reject).once('close', () => reject(new Error('The server hung up.')));
      });
      socket.removeAllListeners('close').removeAllListeners('error');
    }
  };
}

async function until(time: number): Promise<void> {
  const wait = time - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
}

/** A mail without its Message-ID, unless that is signed too. */
async function make(): Promise<Buffer> {
  const dkim = { domainName: 'x.com', keySelector: 'bench', privateKey: KEY };
  const composer = createTransport({
    ...{ streamTransport: true, buffer: true, newline: 'windows' },
    ...(mail === 'signed' && { dkim }),
  });
  const { message } = await composer.sendMail({
    from: 'X <info@x.com>',
    to: recipient,
    subject: '482913 is your X verification code',
    ...BODIES[mail](),
  });
  // RFC 5321 section 4.5.2: a line of one dot would end the mail.
  const source = (message as Buffer).toString('latin1').replace(/^\./gm, '..');
  return Buffer.from(mail === 'signed' ? source : source.replace(/^Message-ID:.*\r\n/im, ''), 'latin1');
}

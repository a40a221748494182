import type { ConnectionOptions } from 'node:tls';
import { expect, test } from 'vitest';
import type { ReceivedMessage } from '#inbound/received-message.ts';
import { receiver } from '#tests/inbound/smtp/receiver.ts';
import { Dialogue } from '#tests/support/dialogue.ts';

/** A receiver that knows every address and keeps what comes. */
async function keeping() {
  const received: ReceivedMessage[] = [];
  const { port } = await receiver({
    judgeRecipient: async () => 'known',
    deliver: async (message) => {
      received.push(message);
      return message.recipients.map((recipient) => ({ recipient, result: 'stored', messageId: 'id' }));
    },
  });
  return { port, received };
}

test('commands sent in one go are answered in order', async () => {
  const { port, received } = await keeping();
  const dialogue = await Dialogue.ready(port);
  dialogue.write(
    'MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRCPT TO:<e@d.example>\r\nDATA\r\nSubject: 1\r\n\r\nhi\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<c@d.example>\r\nDATA\r\nSubject: 2\r\n\r\nhi\r\n.\r\nQUIT\r\n',
  );
  const codes = [];
  for (let reply = await dialogue.reply(); reply; reply = await dialogue.reply())
    codes.push(reply.slice(0, 3));
  expect(codes).toEqual('250 250 250 354 250 250 250 354 250 221'.split(' '));
  expect(received.map(({ subject, session }) => [subject, session?.envelopeFrom])).toEqual([
    ['1', 'a@b.example'],
    ['2', ''],
  ]);
});

test.each([
  ['line feed, dot, line feed', '\n.\n'],
  ['line feed, dot, CRLF', '\n.\r\n'],
  ['CRLF, dot, line feed', '\r\n.\n'],
  ['carriage return, dot, carriage return', '\r.\r'],
  ['CR, dot, CRLF', '\r.\r\n'],
  ['CRLF, dot, CR', '\r\n.\r'],
  ['CRLF, NUL, dot, CRLF', '\r\n\0.\r\n'],
])('a mail does not end with %s (CVE-2023-51764)', async (_, ending) => {
  const { port, received } = await keeping();
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('a@b.example', 'c@d.example');
  dialogue.write(
    `Subject: outer\r\n\r\nhi${ending}MAIL FROM:<forged@x.com>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n`,
  );
  expect(await dialogue.say('Subject: inner\r\n\r\nhi\r\n.')).toBe('250 2.0.0 Stored');
  await dialogue.say('NOOP');
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ subject: 'outer', session: { envelopeFrom: 'a@b.example' } });
});

test('a final dot that comes in pieces is still the final dot, and a stuffed one is not', async () => {
  const { port, received } = await keeping();
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('a@b.example', 'c@d.example');
  for (const piece of ['Subject: pieces\r\n\r\nhi\r', '\n.', '.\r\n', '\r', '\n', '.', '\r', '\n']) {
    dialogue.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(await dialogue.reply()).toBe('250 2.0.0 Stored');
  expect(received[0]?.source.bytes.toString()).toBe('Subject: pieces\r\n\r\nhi\r\n.\r\n\r\n');
});

test('what is said in plain text after STARTTLS is forgotten, and so is what was said before', async () => {
  const { port, received } = await keeping();
  const dialogue = await Dialogue.ready(port);
  await dialogue.say('MAIL FROM:<before@x.com>');
  dialogue.write(
    'STARTTLS\r\nEHLO smuggled.example\r\nMAIL FROM:<smuggled@x.com>\r\nRCPT TO:<c@d.example>\r\n',
  );
  expect(await dialogue.reply()).toMatch(/^220 2\.0\.0 /);
  await dialogue.startTls();
  expect(await dialogue.say('MAIL FROM:<a@b.example>')).toMatch(/^503 5\.5\.1 /);
  expect(await dialogue.say('EHLO client.example')).not.toContain('STARTTLS');
  expect(await dialogue.say('RCPT TO:<c@d.example>')).toMatch(/^503 5\.5\.1 /);
  await dialogue.begin('a@b.example', 'c@d.example');
  expect(await dialogue.say('Subject: secret\r\n\r\nhi\r\n.')).toBe('250 2.0.0 Stored');
  expect(received.map(({ session }) => session)).toMatchObject([
    { envelopeFrom: 'a@b.example', heloName: 'client.example' },
  ]);
});

test('a sender that talks before the greeting, or speaks HTTP, is sent away', async () => {
  const { port } = await keeping();
  const early = Dialogue.openSilently(port);
  early.write('EHLO client.example\r\n');
  expect(await early.reply()).toMatch(/^421 /);
  const web = await Dialogue.open(port);
  expect(await web.say('GET / HTTP/1.1')).toMatch(/^421 /);
  expect(await web.reply()).toBe('');
});

test('a line without an end, and one that is nonsense over and over, end the connection', async () => {
  const { port } = await keeping();
  const endless = await Dialogue.open(port);
  endless.write('x'.repeat(10_000));
  expect(await endless.reply()).toMatch(/^421 /);
  const nonsense = await Dialogue.ready(port);
  const replies = [];
  for (let i = 0; i < 10; i++) replies.push((await nonsense.say('XYZZY')).slice(0, 3));
  expect(replies).toEqual([...Array(9).fill('500'), '421']);
});

test('what a stranger says cannot break a reply in two', async () => {
  const { port } = await keeping();
  const dialogue = await Dialogue.open(port);
  expect(await dialogue.say('EHLO a\rb')).toMatch(/^501 /);
  await dialogue.say('EHLO client.example');
  expect(await dialogue.say('MAIL FROM:<a\0b@c.example>')).toMatch(/^501 /);
});

test('TLS that is no longer safe is refused, and the newest is spoken', async () => {
  const { port } = await keeping();
  const handshake = async (options: ConnectionOptions) => {
    const dialogue = await Dialogue.ready(port);
    await dialogue.say('STARTTLS');
    await dialogue.startTls(options);
    return dialogue.protocol;
  };
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
  await expect(handshake(old)).rejects.toThrow(
    /protocol version|handshake failure|socket hang up|ECONNRESET/i,
  );
  expect(await handshake({ maxVersion: 'TLSv1.2' })).toBe('TLSv1.2');
  expect(await handshake({})).toBe('TLSv1.3');
});

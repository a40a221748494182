import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test, vi } from 'vitest';
import type { ReceivedMessage } from '#inbound/received-message.ts';
import { PACE } from '#inbound/smtp/connection.ts';
import { receiver } from '#tests/inbound/smtp/receiver.ts';
import { Dialogue } from '#tests/support/dialogue.ts';
import { soon } from '#tests/support/soon.ts';

const HASTE = { ...PACE, checkedEveryMs: 10 };

/** A receiver that knows `c@d.example` alone, and keeps what comes. */
async function keeping(change: Parameters<typeof receiver>[0] = {}) {
  const received: ReceivedMessage[] = [];
  const log = vi.fn();
  const { port } = await receiver({
    judgeRecipient: async (address) => (address === 'c@d.example' ? 'known' : 'unknown-address'),
    deliver: async (message) => {
      received.push(message);
      return message.recipients.map((recipient) => ({ recipient, result: 'stored', messageId: 'id' }));
    },
    log,
    ...change,
  });
  const refused = (reason: string) =>
    expect(log).toHaveBeenCalledWith('refused', { reason, remote: '127.0.0.1' });
  return { port, received, refused };
}

const MAIL = 'Subject: hi\r\n\r\nhi\r\n.';

async function deliverOne(dialogue: Dialogue) {
  await dialogue.begin('a@b.example', 'c@d.example');
  expect(await dialogue.say(MAIL)).toBe('250 2.0.0 Stored');
}

test('a sender that is refused over and over is sent away: each reply counts, whatever it was for', async () => {
  const { port, refused } = await keeping();
  const dialogue = await Dialogue.ready(port);
  await dialogue.say('MAIL FROM:<a@b.example>');
  const replies = [];
  for (let i = 0; i < 10; i++) {
    replies.push(await dialogue.say(`RCPT TO:<guess${i}@d.example>`));
    replies.push(await dialogue.say('RCPT TO:<not an address>'));
  }
  expect(new Set(replies.map((reply) => reply.slice(0, 9)))).toEqual(new Set(['550 5.1.1', '501 5.1.3']));
  expect(await dialogue.reply()).toBe('421 4.7.0 Too many errors, please try again');
  expect(await dialogue.reply()).toBe('');
  refused('too-many-errors');
});

test('a sender that only keeps the line busy is sent away, one that mails is not', async () => {
  const { port, received } = await keeping();
  const dialogue = await Dialogue.ready(port);
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 60; i++) expect(await dialogue.say(i % 2 ? 'NOOP' : 'RSET')).toMatch(/^250 /);
    await deliverOne(dialogue);
  }
  expect(received).toHaveLength(3);
  let reply = '';
  for (let i = 0; i < 101; i++) reply = await dialogue.say('NOOP');
  expect(reply).toMatch(/^421 4\.7\.0 Too many commands/);
});

test('a sender that does not wait for the answer to EHLO is sent away', async () => {
  const { port, received, refused } = await keeping();
  const dialogue = await Dialogue.open(port);
  dialogue.write('EHLO client.example\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n');
  expect(await dialogue.reply()).toMatch(/^250-inbox\.example/);
  expect(await dialogue.reply()).toBe('421 4.7.0 You did not wait for the answer to EHLO');
  expect(await dialogue.reply()).toBe('');
  refused('too-early');
  expect(received).toHaveLength(0);
});

test('a sender that waits for the answer to EHLO may be as fast as it likes', async () => {
  const { port, received } = await keeping();
  const workerData = { port, recipient: 'c@d.example', mails: 120 };
  const sender = new Worker(new URL('./hasty-sender.ts', import.meta.url), { workerData });
  const [errors] = await once(sender, 'message');
  expect(errors).toEqual([]);
  expect(received).toHaveLength(120);
  await sender.terminate();
});

test('nothing is taken from a sender that has not introduced itself', async () => {
  const { port } = await keeping();
  const dialogue = await Dialogue.open(port);
  for (const command of ['MAIL FROM:<a@b.example>', 'RCPT TO:<c@d.example>', 'DATA'])
    expect(await dialogue.say(command)).toMatch(/^503 5\.5\.1 /);
});

test('a mail that comes too slowly is given up, however steadily it drips', async () => {
  const { port, received, refused } = await keeping({ pace: { ...HASTE, graceMs: 200, minRate: 100_000 } });
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('a@b.example', 'c@d.example');
  const dripping = setInterval(() => dialogue.write('x\r\n'), 5);
  expect(await dialogue.reply()).toBe('421 4.4.2 You took too long, please try again');
  clearInterval(dripping);
  expect(await dialogue.reply()).toBe('');
  refused('too-slow');
  expect(received).toHaveLength(0);
  // What was held for it has been given back, and the next one is served.
  await deliverOne(await Dialogue.ready(port));
});

test('a command that never ends is given up, however steadily it drips', async () => {
  const { port, refused } = await keeping({ pace: { ...HASTE, idleMs: 200 } });
  const dialogue = await Dialogue.ready(port);
  const dripping = setInterval(() => dialogue.write('X'), 5);
  expect(await dialogue.reply()).toMatch(/^421 4\.4\.2 /);
  clearInterval(dripping);
  refused('too-slow');
});

test('a TLS handshake that is never begun is given up', async () => {
  const { port, refused } = await keeping({ pace: { ...HASTE, idleMs: 1_000 } });
  const dialogue = await Dialogue.ready(port);
  expect(await dialogue.say('STARTTLS')).toMatch(/^220 /);
  expect(await dialogue.reply()).toBe('');
  refused('too-slow');
});

test('a sender that waits for us is not too slow', async () => {
  const { port } = await keeping({
    pace: { ...HASTE, idleMs: 1_000, graceMs: 1_000, ageMs: 1_000 },
    deliver: async ({ recipients }) => {
      await sleep(1_500);
      return recipients.map((recipient) => ({ recipient, result: 'stored', messageId: 'id' }));
    },
  });
  await deliverOne(await Dialogue.ready(port));
});

test('a connection that has been open for long is ended between two mails, not within one', async () => {
  const { port, refused } = await keeping({ pace: { ...HASTE, ageMs: 300 } });
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('a@b.example', 'c@d.example');
  await sleep(400);
  expect(await dialogue.say(MAIL)).toBe('250 2.0.0 Stored');
  expect(await dialogue.reply()).toMatch(/^421 4\.3\.2 /);
  refused('too-old');
});

test('a sender that hangs up its side alone is hung up on', async () => {
  const { port } = await keeping();
  const dialogue = await Dialogue.ready(port);
  dialogue.finish();
  expect(await dialogue.reply()).toBe('');
});

test('a sender that does not read our answers does not make us keep them', async () => {
  const { port } = await keeping();
  const dialogue = await Dialogue.ready(port);
  for (let i = 0; i < 100_000; i++) dialogue.write('VRFY a\r\n');
  let replies = 0;
  for (let reply = await dialogue.reply(); reply; reply = await dialogue.reply()) replies += 1;
  expect(replies).toBeLessThanOrEqual(101);
});

test.runIf(process.platform === 'linux')('a flood from one address leaves the others alone', async () => {
  const { port } = await keeping();
  const flood = await Promise.all(Array.from({ length: 200 }, () => Dialogue.open(port)));
  expect(await Dialogue.openSilently(port).reply()).toMatch(/^421 4\.7\.0 /);
  const other = Dialogue.openSilently(port, '127.0.0.2');
  expect(await other.reply()).toMatch(/^220 /);
  await other.say('EHLO other.example');
  await deliverOne(other);
  // It is the connections at once that count.
  for (const dialogue of flood) dialogue.close();
  await soon(async () => expect(await Dialogue.openSilently(port).reply()).toMatch(/^220 /));
});

test('who guesses at addresses is kept to few connections, and its mail still comes through', async () => {
  const { port, received } = await keeping();
  for (let round = 0; round < 6; round++) {
    const guessing = await Dialogue.ready(port);
    await guessing.say('MAIL FROM:<a@b.example>');
    for (let i = 0; i < 17; i++)
      expect(await guessing.say(`RCPT TO:<guess${i}@d.example>`)).toMatch(/^550 5\.1\.1 /);
    guessing.close();
  }
  const few = await Promise.all(Array.from({ length: 10 }, () => Dialogue.ready(port)));
  expect(await Dialogue.openSilently(port).reply()).toMatch(/^421 4\.7\.0 /);
  const [honest] = few;
  if (honest) await deliverOne(honest);
  expect(received).toHaveLength(1);
});

import { createTransport } from 'nodemailer';
import { expect, test, vi } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { judgeRecipient } from '#lib/addresses/find.ts';
import { database } from '#lib/database/client.ts';
import { receiver } from '#tests/inbound/smtp/receiver.ts';
import { useDatabase } from '#tests/support/database.ts';
import { Dialogue } from '#tests/support/dialogue.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

useDatabase();

const soon = <T>(check: () => T) => vi.waitFor(check, { timeout: 10_000, interval: 20 });

const count = (addressId: string) => database().message.count({ where: { addressId } });

test('an unknown recipient is refused for good, and the known one beside it gets the mail', async () => {
  const { address, domain } = await createWorkspace();
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  await dialogue.say('MAIL FROM:<bounce@x.com>');
  expect(await dialogue.say(`RCPT TO:<nobody@${domain}>`)).toBe('550 5.1.1 No such address here');
  expect(await dialogue.say(`RCPT TO:<${address.address}>`)).toBe('250 2.1.5 Accepted');
  expect(await dialogue.say('DATA')).toMatch(/^354 /);
  expect(await dialogue.say('Subject: one of two\r\n\r\nhi\r\n.')).toBe('250 2.0.0 Stored');
  expect(await count(address.id)).toBe(1);
});

test('a recipient at a domain that is not ours is not relayed to', async () => {
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  await dialogue.say('MAIL FROM:<bounce@x.com>');
  expect(await dialogue.say('RCPT TO:<someone@elsewhere.example>')).toMatch(/^550 5\.7\.1 .*relay/);
  expect(await dialogue.say('RCPT TO:<postmaster>')).toMatch(/^550 5\.1\.1 /);
  expect(await dialogue.say('RCPT TO:<@relay.example:someone@elsewhere.example>')).toMatch(/^550 5\.7\.1 /);
  expect(await dialogue.say('RCPT TO:<not an address>')).toMatch(/^501 5\.1\.3 /);
  expect(await dialogue.say('DATA')).toMatch(/^503 5\.5\.1 /);
});

test('nobody can sign in', async () => {
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  expect(await dialogue.say('AUTH PLAIN AGEAYg==')).toMatch(/^500 5\.5\.2 /);
});

test('a mail that declares more than the limit is refused before it is sent', async () => {
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  expect(await dialogue.say('MAIL FROM:<a@b.example> SIZE=1048577')).toMatch(/^552 5\.3\.4 /);
  expect(await dialogue.say('MAIL FROM:<a@b.example> SIZE=1048576')).toMatch(/^250 2\.1\.0 /);
});

test('a mail of 30 MB is drained, refused and not stored, and the connection goes on', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver({ maxSize: 25 * 1024 * 1024 });
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('a@b.example', address.address);
  dialogue.write('Subject: big\r\n\r\n');
  const megabyte = Buffer.from(`${'x'.repeat(1022)}\r\n`.repeat(1024));
  for (let i = 0; i < 30; i++) dialogue.write(megabyte);
  expect(await dialogue.say('.')).toMatch(/^552 5\.3\.4 /);
  expect(await count(address.id)).toBe(0);
  await dialogue.begin('a@b.example', address.address);
  expect(await dialogue.say('Subject: small\r\n\r\nhi\r\n.')).toBe('250 2.0.0 Stored');
});

test('more recipients than the limit are put off, not lost', async () => {
  const { port } = await receiver({ judgeRecipient: async () => 'known' });
  const dialogue = await Dialogue.ready(port);
  await dialogue.say('MAIL FROM:<a@b.example>');
  for (let i = 0; i < 100; i++) expect(await dialogue.say(`RCPT TO:<r${i}@b.example>`)).toMatch(/^250 /);
  expect(await dialogue.say('RCPT TO:<one-more@b.example>')).toMatch(/^452 4\.5\.3 /);
});

test('while the database is away the sender is asked to try again, and finds it back', async () => {
  const { address } = await createWorkspace();
  let away = true;
  const lines: string[] = [];
  const unlessAway =
    <A extends unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A) => {
      if (away)
        throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
      return work(...args);
    };
  const { port } = await receiver({
    judgeRecipient: unlessAway(judgeRecipient),
    deliver: unlessAway(deliver),
    log: (event, facts) => lines.push(`${event} ${facts?.because}`),
  });
  const dialogue = await Dialogue.ready(port);
  await dialogue.say('MAIL FROM:<a@b.example>');
  const recipient = `RCPT TO:<${address.address}>`;
  expect(await dialogue.say(recipient)).toMatch(/^451 4\.3\.0 /);
  away = false;
  expect(await dialogue.say(recipient)).toMatch(/^250 /);
  await dialogue.say('DATA');
  away = true;
  const mail = 'Subject: later\r\n\r\nhi\r\n.';
  expect(await dialogue.say(mail)).toBe('451 4.3.0 We cannot store mail just now, please try again');
  expect(await count(address.id)).toBe(0);
  away = false;
  await dialogue.begin('a@b.example', address.address);
  expect(await dialogue.say(mail)).toBe('250 2.0.0 Stored');
  expect(await count(address.id)).toBe(1);
  expect(lines.slice(0, 2)).toEqual(Array(2).fill('refused connect ECONNREFUSED 127.0.0.1:5432'));
});

test('an address that is deleted between RCPT and the final dot is unknown', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('a@b.example', address.address);
  await database().managedAddress.delete({ where: { id: address.id } });
  expect(await dialogue.say('Subject: too late\r\n\r\nhi\r\n.')).toMatch(/^550 5\.1\.1 /);
});

test('a sender that goes away before the final dot leaves nothing behind', async () => {
  const { address } = await createWorkspace();
  const log = vi.fn();
  const { port } = await receiver({ log });
  const dialogue = await Dialogue.ready(port);
  await dialogue.begin('a@b.example', address.address);
  dialogue.write('Subject: half\r\n\r\nhi');
  dialogue.close();
  await soon(() => expect(log).toHaveBeenCalledWith('aborted', { remote: '127.0.0.1' }));
  expect(await count(address.id)).toBe(0);
});

test('one sender cannot take all the connections', async () => {
  const { port } = await receiver();
  const dialogues = await Promise.all(Array.from({ length: 200 }, () => Dialogue.open(port)));
  const silent = Dialogue.openSilently(port);
  expect(await silent.reply()).toMatch(/^421 4\.7\.0 Too many connections/);
  expect(await silent.reply()).toBe('');
  for (const dialogue of dialogues) dialogue.close();
});

test('nodemailer reports the refusal in our words', async () => {
  const { domain } = await createWorkspace();
  const { port } = await receiver();
  const client = createTransport({ host: '127.0.0.1', port, ignoreTLS: true });
  await expect(client.sendMail({ from: 'a@b.example', to: `nobody@${domain}`, text: 'hi' })).rejects.toThrow(
    '550 5.1.1 No such address here',
  );
  client.close();
});

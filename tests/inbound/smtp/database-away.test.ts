import pg from 'pg';
import { afterAll, expect, inject, test } from 'vitest';
import { database } from '#lib/database/client.ts';
import { receiver } from '#tests/inbound/smtp/receiver.ts';
import { useDatabase } from '#tests/support/database.ts';
import { Dialogue } from '#tests/support/dialogue.ts';
import { soon } from '#tests/support/soon.ts';
import { TcpProxy } from '#tests/support/tcp-proxy.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

// The real receiver and the real PostgreSQL, with a network between them that fails.

useDatabase();
const direct = process.env.DATABASE_URL ?? inject('postgresUrl');
const network = await TcpProxy.start(direct);
process.env.DATABASE_URL = network.url;
afterAll(() => network.cut());

const AWAY = '451 4.3.0 We cannot store mail just now, please try again';
const STORED = '250 2.0.0 Stored';
let count = 0;
const mail = () => `Subject: ${++count}\r\n\r\n123456 is your X verification code\r\n.`;
const storedAt = (addressId: string) => database().message.count({ where: { addressId } });

/** Straight to PostgreSQL, as its operator. */
async function operator(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: direct });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Up to the 354. On a machine that is busy with other things a recipient may have to be named again. */
async function readyToSend(port: number, address: string): Promise<Dialogue> {
  for (;;) {
    const dialogue = await Dialogue.ready(port);
    if ((await dialogue.begin('a@b.example', address)).startsWith('354')) return dialogue;
    dialogue.close();
  }
}

/** As a sender does: it comes again until it is heard. */
async function deliver(port: number, address: string, text: string): Promise<string> {
  const dialogue = await soon(() => readyToSend(port, address));
  return dialogue.say(text);
}

test('the database cannot be reached: 451, and back by itself', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const sending = await readyToSend(port, address.address);
  await network.cut();
  const once = mail();
  expect(await sending.say(once)).toBe(AWAY);
  await sending.say('MAIL FROM:<a@b.example>');
  expect(await sending.say(`RCPT TO:<${address.address}>`)).toBe(AWAY);
  await network.mend();
  expect(await sending.say(`RCPT TO:<${address.address}>`)).toMatch(/^250 /);
  await sending.say('DATA');
  expect(await sending.say(once)).toBe(STORED);
  expect(await storedAt(address.id)).toBe(1);
});

test('the database hangs: 451 within seconds, and back by itself', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const sending = await readyToSend(port, address.address);
  const asking = await Dialogue.ready(port);
  await asking.say('MAIL FROM:<a@b.example>');
  network.stall();
  const once = mail();
  expect(await Promise.all([sending.say(once), asking.say(`RCPT TO:<${address.address}>`)])).toEqual([
    AWAY,
    AWAY,
  ]);
  network.resume();
  expect(await deliver(port, address.address, once)).toBe(STORED);
  expect(await storedAt(address.id)).toBe(1);
});

test('the database is restarted under the receiver: nothing breaks but what was under way', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const client = await operator();
  for (let i = 0; i < 3; i++) {
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    expect(await deliver(port, address.address, mail())).toBe(STORED);
  }
  await client.end();
  expect(await storedAt(address.id)).toBe(3);
});

test('the disk of the database is full: 451, and back by itself', async () => {
  const { address } = await createWorkspace();
  const { port } = await receiver();
  const client = await operator();
  // What PostgreSQL says when it cannot extend a file: SQLSTATE 53100.
  await client.query(`
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION full_disk();`);
  const senders = await Promise.all(Array.from({ length: 10 }, () => readyToSend(port, address.address)));
  const mails = senders.map(mail);
  const refused = await Promise.all(senders.map((sender, i) => sender.say(mails[i] ?? '')));
  expect(new Set(refused)).toEqual(new Set([AWAY]));
  expect(await database().source.count({ where: { workspaceId: address.workspaceId } })).toBe(0);
  await client.query('DROP TRIGGER full_disk ON message');
  for (const text of mails) expect(await deliver(port, address.address, text)).toBe(STORED);
  await client.end();
  expect(await storedAt(address.id)).toBe(10);
});

test('the database is slow: what waits for it is bounded, the rest comes again, and all is stored once', async () => {
  const { address } = await createWorkspace();
  // Room for fifteen mails of one sender, at 32 KiB each.
  const { port } = await receiver({ maxHeld: 1024 * 1024 });
  const client = await operator();
  const senders = await Promise.all(Array.from({ length: 24 }, () => readyToSend(port, address.address)));
  const mails = senders.map(mail);
  await client.query('BEGIN; LOCK TABLE message');
  const answers = await Promise.all(senders.map((sender, i) => sender.say(mails[i] ?? '')));
  expect(answers.filter((answer) => answer === AWAY).length).toBe(15);
  expect(answers.filter((answer) => answer.startsWith('452 4.3.1 ')).length).toBe(9);
  // They have been answered, but are in memory still: there is no room for another one.
  expect(await senders[0]?.say('MAIL FROM:<a@b.example>')).toMatch(/^452 4\.3\.1 /);
  await client.query('COMMIT');
  await client.end();
  for (const text of mails) expect(await deliver(port, address.address, text)).toBe(STORED);
  expect(await storedAt(address.id)).toBe(24);
});

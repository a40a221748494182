import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { fetchDue } from '#inbound/twilio/media.ts';
import { receiveTwilioMessage } from '#inbound/twilio/receive.ts';
import type { SystemActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { findMessage } from '#lib/messages/find.ts';
import { findAttachment } from '#lib/messages/source.ts';
import { useDatabase } from '#tests/support/database.ts';
import { ACCOUNT_SID, AUTH_TOKEN, twilioForm } from '#tests/support/twilio.ts';
import { createWorkspace, first } from '#tests/support/workspace.ts';

useDatabase();

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;
let answer: Answer;
const asked: { url: string | undefined; authorization: string | undefined }[] = [];
const server = createServer((request, response) => {
  asked.push({ url: request.url, authorization: request.headers.authorization });
  answer(request, response);
});
let origin = '';
let actor: SystemActor;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { workspace } = await createWorkspace(['+14155550100']);
  actor = { kind: 'system', workspaceId: workspace.id, name: 'test' };
});
beforeEach(async () => {
  await database().message.deleteMany();
  asked.length = 0;
});
afterAll(() => server.close());

const fetchNow = () =>
  fetchDue(
    { accountSid: ACCOUNT_SID, authTokens: [AUTH_TOKEN, 'the-token-before'], apiUrl: origin },
    new AbortController().signal,
  );

/** An MMS whose one file is at this URL, stored. */
async function receiveMms(url: string): Promise<string> {
  const form = twilioForm({ NumMedia: '1', MediaUrl0: url, MediaContentType0: 'image/jpeg', Body: '' });
  const outcome = first(await deliver(receiveTwilioMessage(Buffer.from('form'), form)));
  if (outcome.result !== 'stored') throw new Error(`It was ${outcome.result}.`);
  return outcome.messageId;
}
const attachmentOf = async (id: string) => first((await findMessage(actor, id)).attachments);
const dueNow = () => database().attachment.updateMany({ data: { nextAttemptAt: new Date(0) } });

test('the file of an MMS is fetched with authentication after the message is there, and its event tells so', async () => {
  answer = (_, response) => response.writeHead(200, { 'Content-Type': 'image/png' }).end('a picture');
  const id = await receiveMms(`${origin}/Media/ME1`);
  expect(await attachmentOf(id)).toMatchObject({ state: 'pending', size: 0, contentType: 'image/jpeg' });
  await expect(findAttachment(actor, id, 0)).rejects.toThrow('has not been fetched yet');
  expect(await fetchNow()).toBe(1);
  const basic = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');
  expect(asked).toEqual([{ url: '/Media/ME1', authorization: `Basic ${basic}` }]);
  expect(await attachmentOf(id)).toMatchObject({ state: 'stored', size: 9, contentType: 'image/png' });
  expect((await findAttachment(actor, id, 0)).content.toString()).toBe('a picture');
  const events = await database().feedEvent.findMany({ where: { messageId: id }, orderBy: { id: 'asc' } });
  expect(events.map(({ kind }) => kind)).toEqual(['message.received', 'message.updated']);
  expect(await fetchNow()).toBe(0);
});

test('what fails is tried again until it is stored, and says meanwhile what is wrong', async () => {
  answer = (_, response) => response.writeHead(503).end();
  const id = await receiveMms(`${origin}/Media/ME2`);
  await fetchNow();
  expect(await attachmentOf(id)).toMatchObject({ state: 'pending', problem: 'Twilio answered 503.' });
  expect(await fetchNow()).toBe(0);
  await dueNow();
  answer = (_, response) => response.writeHead(200, { 'Content-Type': 'image/gif' }).end('x');
  await fetchNow();
  expect(await attachmentOf(id)).toMatchObject({ state: 'stored', problem: null });
});

test('after a day of attempts a file is given up, which is told', async () => {
  answer = (_, response) => response.writeHead(404).end();
  const id = await receiveMms(`${origin}/Media/ME3`);
  await database().attachment.updateMany({ data: { attempts: 10 } });
  await fetchNow();
  expect(await attachmentOf(id)).toMatchObject({ state: 'failed', problem: 'Twilio answered 404.' });
  await expect(findAttachment(actor, id, 0)).rejects.toThrow('Twilio answered 404.');
});

test('nothing is fetched, and no token shown, where Twilio is not', async () => {
  const elsewhere = [
    'https://evil.example/x',
    'https://twilio.com.evil.example/x',
    'http://api.twilio.com/x',
    'file:///etc/passwd',
  ];
  const ids = await Promise.all(elsewhere.map(receiveMms));
  expect(await fetchNow()).toBe(ids.length);
  for (const id of ids)
    expect(await attachmentOf(id)).toMatchObject({
      state: 'failed',
      problem: 'Its address is not one of Twilio’s.',
    });
  answer = (_, response) => response.writeHead(307, { Location: 'https://evil.example/x' }).end();
  const sentOn = await receiveMms(`${origin}/Media/ME4`);
  await fetchNow();
  expect(await attachmentOf(sentOn)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('sent us on'),
  });
});

test('a file beyond 16 MiB is not read to its end', async () => {
  answer = (_, response) => {
    const chunk = Buffer.alloc(1024 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more).on('error', () => {});
    more();
  };
  const id = await receiveMms(`${origin}/Media/ME5`);
  await fetchNow();
  expect(await attachmentOf(id)).toMatchObject({
    state: 'failed',
    problem: expect.stringContaining('more than 16 MiB'),
  });
});

test.each([
  ['a short code', { From: '40404' }, { from: '40404' }],
  ['letters', { From: 'VERIFY' }, { from: 'VERIFY' }],
  ['STOP, which nobody answers', { Body: 'STOP' }, { text: 'STOP' }],
  ['every script', { Body: 'رمز 💌 Xの認証コード' }, { text: 'رمز 💌 Xの認証コード' }],
  ['1,600 characters', { Body: 'x'.repeat(1600) }, { text: 'x'.repeat(1600) }],
  [
    'a code that Twilio took out',
    { ErrorCode: '30038', Body: 'code [redacted]' },
    { problem: expect.stringContaining('error 30038') },
  ],
])('a text with %s is stored as it is', async (_, change, expected) => {
  const outcome = first(await deliver(receiveTwilioMessage(Buffer.from('form'), twilioForm(change))));
  const message = await findMessage(actor, outcome.result === 'stored' ? outcome.messageId : '');
  const seen = { from: message.from.address, text: message.text, problem: message.problem };
  expect(seen).toMatchObject(expected);
});

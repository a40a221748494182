import { beforeAll, beforeEach, expect, test } from 'vitest';
import { POST } from '#app/api/inbound/twilio/sms/route.ts';
import { reconcile } from '#inbound/twilio/reconcile.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { latestCode } from '#lib/codes/find.ts';
import { database } from '#lib/database/client.ts';
import { findReconciliation } from '#lib/phones/reconciliation.ts';
import { alone } from '#lib/phones/round.ts';
import { serve } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';

useDatabase();
const twilio = await openTwilio();
const PHONE = '+14155550100';
const WEBHOOK = 'https://mail.example.com/api/inbound/twilio/sms';
const MINUTE = 60_000;

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
  await createAddress(workspace.operator, { address: PHONE });
});
beforeEach(async () => {
  await database().message.deleteMany();
  await database().reconciliation.deleteMany();
  twilio.messages.all.length = 0;
  twilio.numbers.clear();
});

const text = (code: string) => ({ from: '40404', to: PHONE, body: `Your X confirmation code is ${code}.` });

test('what the webhook missed is stored once, what it brought is not stored again', async () => {
  const server = await serve((request) => POST(new Request(WEBHOOK, request)));
  twilio.numbers.add(PHONE, server.url);
  // Twilio signs what it was given; the test stands where a proxy would.
  expect(await twilio.receive(text('000000'), { signedUrl: WEBHOOK })).toBe(200);
  await twilio.receive(text('111111'), { lost: true });
  expect(await reconcile()).toBe(1);
  expect(await reconcile()).toBe(0);
  const messages = await database().message.findMany({ include: { codes: true }, orderBy: { id: 'asc' } });
  expect(messages).toMatchObject([
    { codes: [{ code: '000000' }] },
    { channel: 'sms', fromAddress: '40404', codes: [{ code: '111111', service: 'x' }] },
  ]);
  expect(await findReconciliation(workspace.operator)).toMatchObject({ listed: 2, found: 0, error: null });
  await server.close();
});

test('a text that is found late is as old as it is: it replaces none that came since, and expires when it would have', async () => {
  await twilio.receive(text('222222'), { lost: true });
  await reconcile();
  await twilio.receive(text('111111'), { lost: true });
  const [older] = twilio.messages.all;
  if (older) older.date_sent = new Date(Date.now() - 5 * MINUTE).toUTCString();
  await reconcile();
  const codes = await database().$queryRaw`SELECT code, state FROM code_state ORDER BY received_at`;
  expect(codes).toEqual([
    { code: '111111', state: 'superseded' },
    { code: '222222', state: 'usable' },
  ]);
  expect(await latestCode(workspace.operator, { address: PHONE })).toMatchObject({ code: '222222' });
});

test('texts to a number that is not managed, and those that were sent, are left alone', async () => {
  await twilio.receive({ ...text('333333'), to: '+14155550199' }, { lost: true });
  expect(await reconcile()).toBe(0);
  expect(await database().message.count()).toBe(0);
});

test('the files of an MMS, and that a code was taken out, are learnt from the list too', async () => {
  await twilio.receive(text('555555'), { lost: true });
  const [message] = twilio.messages.all;
  if (!message) throw new Error('There is no message.');
  twilio.messages.attach(message.sid, 'image/jpeg', 'image/png');
  message.error_code = 30038;
  await reconcile();
  const stored = await database().message.findFirstOrThrow({
    include: { attachments: { orderBy: { index: 'asc' } } },
  });
  expect(stored).toMatchObject({ channel: 'mms', problem: expect.stringContaining('30038') });
  const media = new RegExp(
    `^${twilio.url}/2010-04-01/Accounts/AC[0-9a-f]{32}/Messages/${message.sid}/Media/ME[0-9a-f]{32}$`,
  );
  expect(stored.attachments).toMatchObject([
    { contentType: 'image/jpeg', url: expect.stringMatching(media) },
    { contentType: 'image/png', url: expect.stringMatching(media) },
  ]);
});

test('a text that the webhook brought before Twilio knew that its code was taken out is marked, once', async () => {
  const server = await serve((request) => POST(new Request(WEBHOOK, request)));
  twilio.numbers.add(PHONE, server.url);
  await twilio.receive({ ...text(''), body: '' }, { signedUrl: WEBHOOK });
  await server.close();
  const [message] = twilio.messages.all;
  if (message) message.error_code = 30038;
  expect(await reconcile()).toBe(0);
  await reconcile();
  expect(await database().message.findMany()).toMatchObject([{ problem: expect.stringContaining('30038') }]);
  expect(await database().feedEvent.count({ where: { kind: 'message.updated' } })).toBe(1);
});

test('more than a page of Twilio’s list is read whole', async () => {
  for (let n = 0; n < 1_050; n += 1) await twilio.receive(text(String(100_000 + n)), { lost: true });
  expect(await reconcile()).toBe(1_050);
}, 60_000);

test('a run that fails says why, and the next one begins where the last good one ended', async () => {
  await reconcile();
  await twilio.receive(text('444444'), { lost: true });
  twilio.trouble(/^GET .*Messages/, { status: 503 });
  await expect(reconcile(new Date(Date.now() + 30 * MINUTE))).rejects.toThrow();
  expect(await findReconciliation(workspace.operator)).toMatchObject({ error: /answered 503/ });
  expect(await reconcile(new Date(Date.now() + 60 * MINUTE))).toBe(1);
  expect(await findReconciliation(workspace.operator)).toMatchObject({ found: 1, error: null });
});

test('of several processes one does it at a time', async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let begun = () => {};
  const begins = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const first = alone(async () => {
    begun();
    await held;
  });
  await begins;
  expect(await alone(async () => {})).toBe(false);
  release();
  expect(await first).toBe(true);
  expect(await alone(async () => {})).toBe(true);
});

import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { POST } from '#app/api/inbound/android-gateway/route.ts';
import type { SystemActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { findAttachment } from '#lib/messages/source.ts';
import { createSmsSource, listSmsSources, revokeSmsSource } from '#lib/sources/manage.ts';
import { androidEvent, androidRequest } from '#tests/support/android.ts';
import { useDatabase } from '#tests/support/database.ts';
import { SECRET } from '#tests/support/web-app.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

useDatabase();
process.env.MAILROOM_SECRET = SECRET;
const URL = 'https://mail.example.com/api/inbound/android-gateway';
const [ONE, TWO] = ['+14155550100', '+14155550101'] as const;

let actor: SystemActor;
let source: Awaited<ReturnType<typeof createSmsSource>>;
const post = (event: unknown, key = source.secret, now?: number) =>
  POST(androidRequest(`${URL}?source=${source.id}`, key, event, now));
const stored = () =>
  database().message.findMany({
    where: { workspaceId: actor.workspaceId },
    include: { address: true, codes: true },
    orderBy: { receivedAt: 'asc' },
  });

beforeAll(async () => {
  const { workspace } = await createWorkspace([ONE, TWO]);
  actor = { kind: 'system', workspaceId: workspace.id, name: 'test' };
});
beforeEach(async () => {
  await database().message.deleteMany();
  await database().smsSource.deleteMany();
  source = await createSmsSource(actor, { kind: 'android', name: 'Office', numbers: [ONE, TWO] });
});

test('a signed text is stored with its code at the number of its SIM, and the source shows when', async () => {
  const response = await post(androidEvent());
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ result: 'stored' });
  const [message] = await stored();
  expect(message).toMatchObject({
    channel: 'sms',
    address: { address: ONE },
    fromAddress: '40404',
    text: 'Your X confirmation code is 073532.',
    sentAt: new Date('2026-11-24T10:00:00Z'),
    codes: [{ code: '073532', service: 'x' }],
  });
  expect((await listSmsSources(actor))[0]?.receivedAt).not.toBeNull();
});

test('the same messageId in another event changes nothing', async () => {
  expect((await post(androidEvent())).status).toBe(200);
  const again = await post({ ...androidEvent(), id: 'another-event' });
  expect([again.status, await again.json()]).toEqual([200, { result: 'duplicate' }]);
  expect(await stored()).toHaveLength(1);
});

test.each(['-000001-01-01T00:00:00Z', '+275760-09-13T00:00:00.000Z', 'yesterday', null])(
  'a text that says it was received at %s is stored without it',
  async (receivedAt) => {
    expect((await post(androidEvent({ payload: { receivedAt } }))).status).toBe(200);
    expect(await stored()).toMatchObject([{ sentAt: null, codes: [{ code: '073532' }] }]);
  },
);

test('another text with the same messageId, which is a short hash, is stored too', async () => {
  await post(androidEvent());
  await post(androidEvent({ payload: { message: 'Your X confirmation code is 992211.' } }));
  expect(await stored()).toHaveLength(2);
});

test.each([
  ['its SIM', { simNumber: 2 }, TWO],
  ['what the SIM says its number is', { simNumber: 1, recipient: '+1 415 555 0101' }, TWO],
  [
    'its SIM, where the number that the SIM has is an old one',
    { simNumber: 2, recipient: '+14155550777' },
    TWO,
  ],
  ['its SIM, where the number is written as at home', { simNumber: 2, recipient: '4155550100' }, TWO],
])('the number is found by %s', async (_, payload, number) => {
  expect((await post(androidEvent({ payload }))).status).toBe(200);
  expect((await stored()).map(({ address }) => address.address)).toEqual([number]);
});

test('older versions of the app, which name the sender phoneNumber only, are understood', async () => {
  const { sender: _, recipient: __, ...payload } = androidEvent().payload;
  expect((await post({ ...androidEvent(), payload })).status).toBe(200);
  expect((await stored())[0]?.fromAddress).toBe('40404');
});

test('a text to a SIM without a number is refused, for the app to try again, and the source says why', async () => {
  const response = await post(androidEvent({ payload: { simNumber: 3 } }));
  expect(response.status).toBe(422);
  const why = `The text came to SIM 3, which has no number in this source: it has SIM 1 ${ONE}, SIM 2 ${TWO}.`;
  expect(await response.json()).toMatchObject({ detail: why });
  expect((await listSmsSources(actor))[0]?.problem).toBe(why);
  await post(androidEvent());
  expect((await listSmsSources(actor))[0]?.problem).toBeNull();
});

test('a phone that does not tell the SIM is understood when it has one number, and refused when it has two', async () => {
  const event = androidEvent({ payload: { simNumber: null } });
  expect((await post(event)).status).toBe(422);
  source = await createSmsSource(actor, { kind: 'android', name: 'One SIM', numbers: [null, TWO] });
  expect((await post(event)).status).toBe(200);
});

test('an MMS comes with its files', async () => {
  const photo = Buffer.from('not really a photo');
  const payload = {
    ...{ body: 'Look', subject: 'Photo', message: undefined },
    attachments: [
      { partId: 1, contentType: 'image/jpeg', name: 'photo.jpg', size: 18, data: photo.toString('base64') },
    ],
  };
  expect((await post(androidEvent({ event: 'mms:downloaded', payload }))).status).toBe(200);
  const [message] = await stored();
  expect(message).toMatchObject({ channel: 'mms', subject: 'Photo', text: 'Look' });
  const file = await findAttachment(actor, message?.id ?? '', 0);
  expect(file).toEqual({ content: photo, filename: 'photo.jpg', contentType: 'image/jpeg' });
});

test('an event that brings no text is answered, and stores nothing', async () => {
  const response = await post({ ...androidEvent({ event: 'system:ping' }), payload: {} });
  expect(response.status).toBe(200);
  expect(await stored()).toHaveLength(0);
});

test.each([
  ['a foreign key', () => post(androidEvent(), 'foreign'), 403],
  ['an old timestamp', () => post(androidEvent(), undefined, Date.now() - 600_000), 403],
  ['no signature', () => POST(new Request(URL, { method: 'POST', body: '{}' })), 403],
  [
    'a body that was changed',
    () => POST(new Request(androidRequest(URL, source.secret, androidEvent()), { body: '{}' })),
    403,
  ],
  [
    'another source’s id',
    () => POST(androidRequest(`${URL}?source=${actor.workspaceId}`, source.secret, {})),
    404,
  ],
  ['no JSON', () => post('{"event":'), 422],
  ['no messageId', () => post(androidEvent({ payload: { messageId: undefined } })), 422],
  ['a body beyond 8 MiB', () => post('x'.repeat(8 * 1024 * 1024 + 1)), 422],
])('a request with %s is refused', async (_, ask, status) => {
  const response = await ask();
  expect(response.status).toBe(status);
  expect(await stored()).toHaveLength(0);
});

test('a request that names no source is its whose key it is signed with', async () => {
  await createSmsSource(actor, { kind: 'android', name: 'Another', numbers: [ONE] });
  expect((await POST(androidRequest(URL, source.secret, androidEvent()))).status).toBe(200);
});

test('there is no route while there is no phone, nor for one that was revoked', async () => {
  await revokeSmsSource(actor, source.id);
  expect((await post(androidEvent())).status).toBe(404);
  expect((await POST(androidRequest(URL, source.secret, androidEvent()))).status).toBe(404);
});

test('with the database away the answer is 503, and the app tries again', async () => {
  const away = vi.spyOn(pool(), 'query').mockImplementation(() => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });
  const response = await post(androidEvent());
  away.mockRestore();
  expect(response.status).toBe(503);
  expect((await post(androidEvent())).status).toBe(200);
});

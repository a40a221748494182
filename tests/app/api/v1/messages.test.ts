import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countWaits } from '#lib/codes/wait.ts';
import { database } from '#lib/database/client.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { messageSchema, messageSummarySchema } from '#lib/messages/present.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage, type TestWorkspace } from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

let workspace: TestWorkspace;
let token: string;
let address: Awaited<ReturnType<typeof makeAddress>>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  token = await issueToken(workspace);
  address = await makeAddress(workspace, 'brand');
});
afterAll(closeFeed);

const get = (path: string) => call(token, 'GET', path);

/** A mail as a sender would write it. */
async function compose(mail: Parameters<ReturnType<typeof createTransport>['sendMail']>[0]): Promise<Buffer> {
  const sent = await createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  return sent.message as unknown as Buffer;
}

test('messages are listed, and one is shown whole', async () => {
  const { messageId } = await storeMessage(address, { code: '62v3cc5t', html: '<b>62v3cc5t</b>' });
  const list = await (await get('/messages?address=brand@inbox.example&hasCode=true&q=hello')).json();
  expect(list.data).toHaveLength(1);
  messageSummarySchema.strict().parse(list.data[0]);
  const whole = messageSchema.strict().parse(await (await get(`/messages/${messageId}`)).json());
  expect(whole).toMatchObject({
    id: messageId,
    html: '<b>62v3cc5t</b>',
    codes: [{ code: '62v3cc5t', state: 'usable' }],
  });
  expect((await get('/messages/nonsense')).status).toBe(404);
});

test('the latest message can be waited for', async () => {
  const to = await makeAddress(workspace, 'waiting');
  const path = `/messages/latest?address=${to.address}&subject=second`;
  const none = await get(path);
  expect(none.status).toBe(404);
  expect((await none.json()).type).toMatch(/\/message-not-found$/);
  const waiting = get(`${path}&wait=20`);
  await storeMessage(to, { subject: 'first' });
  await storeMessage(to, { subject: 'The Second' });
  expect((await (await waiting).json()).subject).toBe('The Second');
});

test('a wait goes on after the message that it is to be later than has been deleted', async () => {
  const to = await makeAddress(workspace, 'deleting');
  const { messageId } = await storeMessage(to, { subject: 'first' });
  const waiting = get(`/messages/latest?address=${to.address}&after=${messageId}&wait=20`);
  await soon(() => expect(countWaits()).toBe(1));
  expect((await call(token, 'DELETE', `/messages/${messageId}`)).status).toBe(204);
  await storeMessage(to, { subject: 'second' });
  expect((await (await waiting).json()).subject).toBe('second');
});

describe('files', () => {
  test('are the source byte for byte, and its attachments, never as a page of ours', async () => {
    const source = await compose({
      from: 'a@b.example',
      subject: 'Files',
      html: '<p>Hi</p>',
      attachments: [
        { filename: 'naïve "név".html', content: '<script>alert(1)</script>', contentType: 'text/html' },
        { filename: 'pixel.png', content: Buffer.from([1, 2, 3]), contentType: 'image/png' },
      ],
    });
    const { messageId } = await storeMessage(address, { source });
    const original = await get(`/messages/${messageId}/source`);
    expect(original.headers.get('content-type')).toBe('message/rfc822');
    expect(Buffer.from(await original.arrayBuffer()).equals(source)).toBe(true);

    const page = await get(`/messages/${messageId}/attachments/0`);
    expect(await page.text()).toBe('<script>alert(1)</script>');
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-disposition')).toMatch(
      /^attachment; filename="na_ve _n_v_\.html"; filename\*=UTF-8''na%C3%AFve/,
    );
    const image = await get(`/messages/${messageId}/attachments/1`);
    expect(image.headers.get('content-type')).toBe('image/png');
    for (const n of ['2', '-1', 'x', '99999'])
      expect((await get(`/messages/${messageId}/attachments/${n}`)).status).toBe(404);
  });
});

test('the source of whatever is no email is given as bytes, as the document says', async () => {
  const document = await (await get('/openapi.json')).json();
  const described = document.paths['/messages/{id}/source'].get.responses[200].content;
  for (const [contentType, answered] of [
    ['message/rfc822', 'message/rfc822'],
    ['application/json', 'application/octet-stream'],
    ['application/x-www-form-urlencoded', 'application/octet-stream'],
    ['text/plain', 'text/plain'],
  ] as const) {
    const { messageId } = await storeMessage(address);
    await database().source.updateMany({
      where: { messages: { some: { id: messageId } } },
      data: { contentType },
    });
    const answer = await get(`/messages/${messageId}/source`);
    expect(answer.headers.get('content-type')).toBe(answered);
    expect(described).toHaveProperty([answered]);
  }
});

test('a deleted message is gone, with its code', async () => {
  const { messageId } = await storeMessage(address, { code: '999999', service: 'gone' });
  expect((await call(token, 'DELETE', `/messages/${messageId}`)).status).toBe(204);
  expect((await get(`/messages/${messageId}`)).status).toBe(404);
  expect((await call(token, 'DELETE', `/messages/${messageId}`)).status).toBe(404);
  expect((await get('/codes/latest?address=brand@inbox.example&service=gone')).status).toBe(404);
});

describe('addresses', () => {
  test('are made, found by id or address, relabelled and deleted', async () => {
    const made = await call(token, 'POST', '/addresses', {
      body: { address: 'Fresh+x@inbox.example', label: 'X' },
    });
    expect(made.status).toBe(201);
    const fresh = await made.json();
    expect(fresh).toMatchObject({ kind: 'email', address: 'fresh@inbox.example', label: 'X' });
    for (const name of [fresh.id, 'fresh@inbox.example', 'FRESH%40inbox.example'])
      expect(await (await get(`/addresses/${name}`)).json()).toEqual(fresh);
    const changed = await call(token, 'PATCH', `/addresses/${fresh.address}`, { body: { label: null } });
    expect(await changed.json()).toMatchObject({ label: null });
    expect(
      (await call(token, 'POST', '/addresses', { body: { address: 'fresh@inbox.example' } })).status,
    ).toBe(409);
    expect((await call(token, 'DELETE', `/addresses/${fresh.id}`)).status).toBe(204);
    expect((await get(`/addresses/${fresh.id}`)).status).toBe(404);
  });

  test('that cannot be are refused by field', async () => {
    for (const wanted of ['nobody', 'a@elsewhere.example', '+1', 'a b@inbox.example', '@inbox.example']) {
      const refused = await call(token, 'POST', '/addresses', { body: { address: wanted } });
      expect(refused.status).toBe(422);
      expect((await refused.json()).errors[0].field).toBe('address');
    }
    expect((await get('/addresses/nonsense')).status).toBe(404);
  });
});

import { beforeAll, describe, expect, test } from 'vitest';
import { createdWebhookSchema, deliverySchema, webhookSchema } from '#lib/webhooks/present.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage, type TestWorkspace } from '#tests/support/fixtures.ts';
import { SECRET } from '#tests/support/web-app.ts';

useDatabase();
process.env.MAILROOM_SECRET = SECRET;

let workspace: TestWorkspace;
let token: string;
let address: Awaited<ReturnType<typeof makeAddress>>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  token = await issueToken(workspace);
  address = await makeAddress(workspace, 'brand');
});

const url = 'https://hooks.example.com/mailroom';
const make = (body: object) => call(token, 'POST', '/webhooks', { body });
const made = async (body: object = { url }) => createdWebhookSchema.parse(await (await make(body)).json());

test('a webhook is made with a secret that is shown once, listed, changed and deleted', async () => {
  const answer = await make({ url, addresses: [address.address] });
  expect(answer.status).toBe(201);
  const { secret, ...webhook } = createdWebhookSchema.strict().parse(await answer.json());
  expect(secret).toMatch(/^whsec_/);
  expect(webhook).toMatchObject({
    url,
    enabled: true,
    addresses: [address.address],
    createdBy: { kind: 'token' },
  });
  expect(webhook.events).toHaveLength(4);

  const path = `/webhooks/${webhook.id}`;
  expect(await (await call(token, 'GET', path)).json()).toEqual(webhook);
  expect(await (await call(token, 'GET', '/webhooks')).json()).toEqual({ data: [webhook], nextCursor: null });
  const changed = await call(token, 'PATCH', path, {
    body: { enabled: false, events: ['code.received'], addresses: null },
  });
  expect(webhookSchema.strict().parse(await changed.json())).toMatchObject({
    enabled: false,
    events: ['code.received'],
    addresses: null,
    url,
  });
  expect((await call(token, 'DELETE', path)).status).toBe(204);
  for (const method of ['GET', 'PATCH', 'DELETE'])
    expect((await call(token, method, path, method === 'PATCH' ? { body: {} } : {})).status).toBe(404);
});

test('its deliveries are listed by status in pages, and sent once more on request', async () => {
  const { id } = await made();
  for (let n = 0; n < 3; n += 1) await storeMessage(address, { subject: `Message ${n}` });
  const path = `/webhooks/${id}/deliveries`;
  const page = await (await call(token, 'GET', `${path}?limit=2&status=pending`)).json();
  expect(page.data.map((delivery: object) => deliverySchema.strict().parse(delivery).status)).toEqual([
    'pending',
    'pending',
  ]);
  const rest = await (await call(token, 'GET', `${path}?limit=2&cursor=${page.nextCursor}`)).json();
  expect(rest.data).toHaveLength(1);
  expect((await (await call(token, 'GET', `${path}?status=failed`)).json()).data).toEqual([]);
  const again = await call(token, 'POST', `${path}/${rest.data[0].id}/redeliver`);
  expect(again.status).toBe(202);
  expect(deliverySchema.parse(await again.json())).toMatchObject({ id: rest.data[0].id, status: 'pending' });
  expect((await call(token, 'POST', `${path}/${crypto.randomUUID()}/redeliver`)).status).toBe(404);
  expect((await call(token, 'GET', `/webhooks/${crypto.randomUUID()}/deliveries`)).status).toBe(404);
});

describe('what is wrong is named', () => {
  test.each([
    [{}, 'url'],
    [{ url: 'http://hooks.example.com/' }, 'url'],
    [{ url: 'https://192.168.0.7/' }, 'url'],
    [{ url, events: [] }, 'events'],
    [{ url, events: ['message.deleted'] }, 'events.0'],
    [{ url, addresses: [] }, 'addresses'],
    [{ url, addresses: ['brand@inbox.example', 'x'] }, 'addresses.1'],
    [{ url, secret: 'mine' }, 'secret'],
  ])('%j: %s', async (body, field) => {
    const answer = await make(body);
    expect(answer.status).toBe(422);
    expect((await answer.json()).errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  test('an address that is not there, a scope that is missing', async () => {
    expect((await make({ url, addresses: ['nobody@inbox.example'] })).status).toBe(404);
    const reader = await issueToken(workspace, ['webhooks:write', 'codes:read']);
    const refused = await call(reader, 'POST', '/webhooks', { body: { url } });
    expect(refused.status).toBe(403);
    expect((await refused.json()).detail).toContain('messages:read');
  });

  test('more webhooks than a workspace may have', async () => {
    const crowded = await makeWorkspace();
    const theirs = await issueToken(crowded);
    for (let n = 0; n < 50; n += 1)
      expect((await call(theirs, 'POST', '/webhooks', { body: { url } })).status).toBe(201);
    const refused = await call(theirs, 'POST', '/webhooks', { body: { url } });
    expect(refused.status).toBe(422);
    expect((await refused.json()).detail).toContain('at most 50');
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { revokeToken } from '#lib/access/tokens.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { codeSchema } from '#lib/codes/present.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { recordVerdict } from '#lib/messages/authenticate.ts';
import { messageSummarySchema } from '#lib/messages/present.ts';
import { listDeliveries, redeliver } from '#lib/webhooks/deliveries.ts';
import { createWebhook, deleteWebhook, findWebhook, updateWebhook } from '#lib/webhooks/manage.ts';
import { sweepDeliveries, takeDue } from '#lib/webhooks/queue.ts';
import { type Sender, startSender } from '#lib/webhooks/sender.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeToken,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';
import { allowPrivateTargets, startReceiver, verify } from '#tests/support/webhook-receiver.ts';

useDatabase();
allowPrivateTargets();

let workspace: TestWorkspace;
let address: Awaited<ReturnType<typeof makeAddress>>;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const senders: Sender[] = [];
beforeAll(async () => {
  workspace = await makeWorkspace();
  address = await makeAddress(workspace, 'brand');
});
beforeEach(async () => {
  await database().webhook.deleteMany();
  await database().webhookDelivery.deleteMany();
  receiver = await startReceiver();
  start();
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await receiver.close();
});
afterAll(closeFeed);

/** What a sender could not do at all would be in the log, and fails the test. */
const said: string[] = [];
afterEach(() => expect(said.splice(0)).toEqual([]));
function start() {
  senders.push(startSender((because) => said.push(because)));
}

const log = async (id: string) => (await listDeliveries(workspace.operator, id)).data;
/** As if that time had passed. */
const pass = (interval: string) =>
  pool().query(
    `WITH due AS (UPDATE webhook_delivery SET next_attempt_at = next_attempt_at - $1::interval WHERE next_attempt_at IS NOT NULL)
     UPDATE webhook SET failing_since = failing_since - $1::interval`,
    [interval],
  );

test('what happens is told in signed requests, in the same shapes as the event stream', async () => {
  const { id, secret } = await createWebhook(workspace.operator, { url: receiver.url });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const { messageId, codeId } = await storeMessage(address, { code: '111111' });
  await soon(() => expect(receiver.received).toHaveLength(2));
  await claimCode(workspace.operator, { address: address.address });
  await recordVerdict([messageId], {
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    arc: 'none',
    provenDomain: 'x.com',
  });
  await soon(() => expect(receiver.received).toHaveLength(4));
  const told = Object.fromEntries(
    receiver.received.map((request) => {
      const { type, data } = verify(secret, request);
      return [type, data];
    }),
  );
  expect(messageSummarySchema.strict().parse(told['message.received'])).toMatchObject({ id: messageId });
  expect(codeSchema.strict().parse(told['code.received'])).toMatchObject({ id: codeId, state: 'usable' });
  expect(told['code.claimed']).toMatchObject({ id: codeId, state: 'claimed' });
  expect(told['message.updated']).toMatchObject({ authentication: { provenDomain: 'x.com' } });
  await soon(async () =>
    expect((await log(id)).map((each) => each.status)).toEqual(Array(4).fill('delivered')),
  );
  const deliveries = await log(id);
  expect(new Set(deliveries.map((each) => each.id))).toEqual(
    new Set(receiver.received.map((request) => request.headers['webhook-id'])),
  );
  expect(deliveries[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
  expect(deliveries[0]).toMatchObject({ attempts: 1, responseStatus: 204, error: null, nextAttemptAt: null });
  expect((await findWebhook(workspace.operator, id)).deliveredAt).not.toBeNull();
  expect(() => verify('whsec_b3RoZXI=', receiver.received[0] ?? { headers: {}, body: '' })).toThrow(
    /matching/,
  );
});

test('only the types and the addresses that the webhook names are told', async () => {
  const other = await makeAddress(workspace, 'other');
  const { id } = await createWebhook(workspace.operator, {
    url: receiver.url,
    events: ['code.received'],
    addresses: [address.address],
  });
  await storeMessage(other, { code: '222222' });
  await storeMessage(address, { code: '111111' });
  await storeMessage(await makeAddress(await makeWorkspace(), 'brand'), { code: '333333' });
  await soon(() => expect(receiver.received).toHaveLength(1));
  expect(receiver.received[0]?.body).toContain('111111');
  await soon(async () => expect((await log(id))[0]?.status).toBe('delivered'));
  expect(await log(id)).toHaveLength(1);
  await database().managedAddress.delete({ where: { id: other.id } });
});

test('a webhook of a limited token, or of a member, sees what they see and not more', async () => {
  const [mine, hidden] = [await makeAddress(workspace, 'mine'), await makeAddress(workspace, 'hidden')];
  const token = await makeToken(workspace, ['webhooks:write', 'messages:read'], [mine.id]);
  const admin = await makeMember(workspace, 'admin');
  const events: 'message.received'[] = ['message.received'];
  const byToken = await createWebhook(token, { url: receiver.url, events });
  expect(byToken.addresses).toEqual([mine.address]);
  const byAdmin = await createWebhook(admin, { url: `${receiver.url}?admin`, events });
  const grant = await database().grant.create({
    data: { workspaceId: workspace.id, memberId: admin.id, addressId: mine.id, level: 'viewer' },
  });
  await storeMessage(hidden);
  await storeMessage(mine);
  await soon(() => expect(receiver.received).toHaveLength(2));
  for (const { body } of receiver.received) expect(body).toContain(mine.address);
  // What its maker may not see leaves no trace in its log either.
  await soon(async () =>
    expect(await database().webhookDelivery.groupBy({ by: ['webhookId'], _count: true })).toHaveLength(2),
  );
  expect((await listDeliveries(admin, byAdmin.id)).data).toHaveLength(1);
  await expect(findWebhook(admin, byToken.id)).rejects.toMatchObject({ code: 'not-found' });
  await expect(findWebhook(token, byAdmin.id)).rejects.toMatchObject({ code: 'not-found' });

  await database().grant.delete({ where: { id: grant.id } });
  await storeMessage(mine);
  await soon(() => expect(receiver.received).toHaveLength(3));
  expect((await listDeliveries(admin, byAdmin.id)).data).toEqual([]);
});

test('who may not read messages makes no webhook', async () => {
  const input = { url: receiver.url };
  for (const actor of [
    await makeMember(workspace, 'member'),
    await makeToken(workspace, ['messages:read']),
    await makeToken(workspace, ['webhooks:write']),
  ])
    await expect(createWebhook(actor, input)).rejects.toMatchObject({ code: 'forbidden' });
});

test('a request that fails is repeated with the same id until it works', async () => {
  receiver.answer((_, response) => response.writeHead(500).end());
  const { id } = await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  await storeMessage(address);
  await soon(async () =>
    expect((await log(id))[0]).toMatchObject({
      status: 'pending',
      attempts: 1,
      responseStatus: 500,
      error: 'It answered 500.',
    }),
  );
  await soon(async () => expect((await findWebhook(workspace.operator, id)).failingSince).not.toBeNull());
  receiver.answer((_, response) => response.writeHead(200).end());
  await pass('10 seconds');
  start();
  await soon(async () =>
    expect((await log(id))[0]).toMatchObject({ status: 'delivered', attempts: 2, error: null }),
  );
  expect((await findWebhook(workspace.operator, id)).failingSince).toBeNull();
  expect(new Set(receiver.received.map((request) => request.headers['webhook-id'])).size).toBe(1);
});

test('a redirect is not followed, and who asks for patience is given it', async () => {
  receiver.answer((_, response) => response.writeHead(302, { Location: receiver.url }).end());
  const { id } = await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  await storeMessage(address);
  await soon(async () => expect((await log(id))[0]?.error).toMatch(/redirects are not followed/));
  expect(receiver.received).toHaveLength(1);

  receiver.answer((_, response) => response.writeHead(429, { 'Retry-After': '3600' }).end());
  await storeMessage(address);
  await soon(async () => expect((await log(id))[0]?.responseStatus).toBe(429));
  const [refused] = await log(id);
  expect(Date.parse(refused?.nextAttemptAt ?? '') - Date.parse(refused?.attemptedAt ?? '')).toBeGreaterThan(
    3_500_000,
  );
});

test('an answer without end is cut off', async () => {
  receiver.answer((_, response) => {
    response.writeHead(200);
    const timer = setInterval(() => response.write('x'.repeat(10_000)), 1);
    response.once('close', () => clearInterval(timer));
  });
  const { id } = await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  await storeMessage(address);
  await soon(async () => expect((await log(id))[0]?.status).toBe('delivered'));
});

test('after the last attempt it has failed, and is sent once more when somebody asks for it', async () => {
  receiver.answer((_, response) => response.writeHead(500).end());
  const { id } = await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  await storeMessage(address);
  await soon(async () => expect((await log(id))[0]?.responseStatus).not.toBeNull());
  await pool().query('UPDATE webhook_delivery SET attempts = 10, next_attempt_at = now()');
  start();
  await soon(async () => expect((await log(id))[0]).toMatchObject({ status: 'failed', attempts: 11 }));
  receiver.answer((_, response) => response.writeHead(200).end());
  const [failed] = await log(id);
  expect(await redeliver(workspace.operator, id, failed?.id ?? '')).toMatchObject({ status: 'pending' });
  await soon(async () => expect((await log(id))[0]).toMatchObject({ status: 'delivered' }));
  expect(receiver.received.at(-1)?.headers['webhook-id']).toBe(failed?.id);
  await expect(redeliver(workspace.operator, id, crypto.randomUUID())).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('a webhook that has failed for days is switched off with a notice, and can be switched on again', async () => {
  receiver.answer((_, response) => response.writeHead(503).end());
  const { id } = await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  await storeMessage(address);
  await soon(async () =>
    expect(await database().webhook.findUnique({ where: { id } })).toMatchObject({
      failingSince: expect.any(Date),
    }),
  );
  await pass('4 days');
  start();
  await soon(async () => expect((await findWebhook(workspace.operator, id)).enabled).toBe(false));
  const { notice } = await findWebhook(workspace.operator, id);
  expect(notice).toMatch(/^Every attempt has failed since .*It answered 503\.$/);
  expect((await log(id))[0]).toMatchObject({ status: 'failed', error: notice });
  expect(await database().auditEvent.count({ where: { subjectId: id, action: 'webhook.disabled' } })).toBe(1);
  await expect(redeliver(workspace.operator, id, (await log(id))[0]?.id ?? '')).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await storeMessage(address);
  expect(await log(id)).toHaveLength(1);

  const on = await updateWebhook(workspace.operator, id, { enabled: true });
  expect(on).toMatchObject({ enabled: true, notice: null, failingSince: null });
  receiver.answer((_, response) => response.writeHead(200).end());
  await storeMessage(address);
  await soon(async () => expect((await log(id))[0]?.status).toBe('delivered'));
});

test('a webhook whose URL is gone, or whose maker is, is switched off at once', async () => {
  receiver.answer((_, response) => response.writeHead(410).end());
  const gone = await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  const token = await makeToken(workspace, ['webhooks:write', 'messages:read']);
  const orphan = await createWebhook(token, { url: receiver.url, events: ['message.received'] });
  await revokeToken(workspace.operator, token.id);
  await storeMessage(address);
  const notices = async () =>
    Promise.all([gone, orphan].map(async ({ id }) => (await findWebhook(workspace.operator, id)).notice));
  await soon(async () =>
    expect(await notices()).toEqual([
      'Its URL answered 410: it wants nothing more.',
      'The API token that made it has been revoked or has expired.',
    ]),
  );
  expect(receiver.received).toHaveLength(1);
});

test('what a process took and did not finish is sent by another one, and nothing twice by several', async () => {
  await senders.pop()?.stop();
  await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  await storeMessage(address);
  // A process that takes it and dies.
  expect(await takeDue(new Map(), { limit: 10, perWebhook: 4 })).toHaveLength(1);
  expect(await takeDue(new Map(), { limit: 10, perWebhook: 4 })).toEqual([]);
  await pass('3 minutes');
  for (let n = 0; n < 3; n += 1) start();
  await soon(() => expect(receiver.received).toHaveLength(1));
  const ids = await Promise.all(Array.from({ length: 40 }, () => storeMessage(address)));
  await soon(() => expect(receiver.received).toHaveLength(41));
  expect(new Set(receiver.received.map((request) => request.headers['webhook-id'])).size).toBe(41);
  expect(receiver.received.at(-1)?.body).toContain('message.received');
  expect(ids).toHaveLength(40);
});

test('a URL that hangs holds up no other, and is given back when the process ends', async () => {
  receiver.answer(() => {});
  const slow = await createWebhook(workspace.operator, { url: receiver.url, events: ['message.received'] });
  for (let n = 0; n < 10; n += 1) await storeMessage(address);
  await soon(() => expect(receiver.received).toHaveLength(4));
  const quick = await startReceiver();
  const other = await createWebhook(workspace.operator, { url: quick.url, events: ['message.received'] });
  await storeMessage(address);
  await soon(async () => expect((await log(other.id))[0]?.status).toBe('delivered'));
  expect(receiver.received).toHaveLength(4);
  await senders.pop()?.stop();
  expect((await log(slow.id)).map((each) => each.attempts)).toEqual(Array(11).fill(0));
  await quick.close();
});

test('mail whose webhook is being deleted at the same moment is stored all the same', async () => {
  const { id } = await createWebhook(workspace.operator, { url: receiver.url });
  const deletion = await pool().connect();
  await deletion.query('BEGIN');
  await deletion.query('DELETE FROM webhook WHERE id = $1', [id]);
  const { messageId } = await storeMessage(address);
  await deletion.query('COMMIT');
  deletion.release();
  expect(await database().message.count({ where: { id: messageId } })).toBe(1);
  await sweepDeliveries();
  expect(await database().webhookDelivery.count()).toBe(0);
});

test('a deleted webhook is gone with its log; one of others is not found', async () => {
  const { id } = await createWebhook(workspace.operator, { url: receiver.url });
  const stranger = (await makeWorkspace()).operator;
  await expect(findWebhook(stranger, id)).rejects.toMatchObject({ code: 'not-found' });
  await expect(deleteWebhook(stranger, id)).rejects.toMatchObject({ code: 'not-found' });
  await storeMessage(address);
  await soon(() => expect(receiver.received).toHaveLength(1));
  await deleteWebhook(workspace.operator, id);
  await expect(findWebhook(workspace.operator, id)).rejects.toMatchObject({ code: 'not-found' });
  await soon(async () => expect(await database().webhookDelivery.count()).toBe(0));
});

test('the secret is sealed in the database', async () => {
  const { id, secret } = await createWebhook(workspace.operator, { url: receiver.url });
  const row = await database().webhook.findUniqueOrThrow({ where: { id } });
  expect(Buffer.from(row.secret).toString('latin1')).not.toContain(secret.slice(6, 20));
  expect(JSON.stringify(await findWebhook(workspace.operator, id))).not.toContain(secret);
});

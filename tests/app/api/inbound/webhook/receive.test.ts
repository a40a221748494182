import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { POST } from '#app/api/inbound/webhook/[sourceId]/route.ts';
import type { SystemActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { createSmsSource, revokeSmsSource } from '#lib/sources/manage.ts';
import { serve } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

useDatabase();
const PHONE = '+14155550100';

let actor: SystemActor;
let source: Awaited<ReturnType<typeof createSmsSource>>;
beforeAll(async () => {
  const { workspace } = await createWorkspace([PHONE, '+14155550101']);
  actor = { kind: 'system', workspaceId: workspace.id, name: 'test' };
  source = await createSmsSource(actor, { kind: 'webhook', name: 'Carrier', numbers: [PHONE] });
});
beforeEach(() => database().message.deleteMany());

const TEXT = { id: '7', from: 'X', to: '+1 415 555 0100', text: 'Your X confirmation code is 073532.' };
const post = (body: unknown, { secret = source.secret, id = source.id, at = new Date() } = {}) => {
  const json = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign('msg_1', at, json),
  };
  const request = new Request(`https://mail.example.com/api/inbound/webhook/${id}`, {
    method: 'POST',
    headers,
    body: json,
  });
  return POST(request, { params: Promise.resolve({ sourceId: id }) });
};

test('a signed text is stored with its code, and its retry changes nothing', async () => {
  const first = await post({ ...TEXT, receivedAt: '2026-11-24T11:00:00+01:00' });
  expect([first.status, await first.json()]).toEqual([200, expect.objectContaining({ result: 'stored' })]);
  const again = await post(TEXT);
  expect([again.status, await again.json()]).toEqual([200, { result: 'duplicate' }]);
  expect(await database().message.findMany({ include: { codes: true, address: true } })).toMatchObject([
    {
      ...{ channel: 'sms', fromAddress: 'X', text: TEXT.text, sentAt: new Date('2026-11-24T10:00:00Z') },
      ...{ address: { address: PHONE }, codes: [{ code: '073532' }] },
    },
  ]);
});

test('a text that says it was sent in a year that nobody sent in is stored without it', async () => {
  for (const [n, receivedAt] of ['0000-01-01T00:00:00Z', '1969-12-31T23:59:59Z'].entries())
    expect((await post({ ...TEXT, id: String(n), receivedAt })).status).toBe(200);
  const stored = await database().message.findMany({ include: { codes: true } });
  expect(stored.map(({ sentAt, codes }) => [sentAt, codes.length])).toEqual([
    [null, 1],
    [null, 1],
  ]);
});

test('a request that is not signed, not fresh, not whole or not for its numbers is refused, and says why', async () => {
  const refusals = [
    [post(TEXT, { secret: `whsec_${Buffer.alloc(32).toString('base64')}` }), 403, 'No matching signature'],
    [post(TEXT, { at: new Date(Date.now() - 600_000) }), 403, 'too old'],
    [post(TEXT, { id: 'no-id' }), 404, 'There is no source no-id'],
    [post(TEXT, { id: actor.workspaceId }), 404, 'There is no source'],
    [post('{"id":'), 422, 'the body is not JSON'],
    [post('[]'), 422, 'body must be a JSON object'],
    [post({ ...TEXT, text: undefined }), 422, 'text is missing'],
    [post({ ...TEXT, receivedAt: 'today' }), 422, 'receivedAt must be a time such as'],
    [post({ ...TEXT, to: '+14155550101' }), 422, `does not deliver for +14155550101: it does for ${PHONE}`],
    [post({ ...TEXT, text: 'x'.repeat(64 * 1024) }), 422, 'more than 64 KiB'],
  ] as const;
  for (const [answer, status, detail] of refusals) {
    const response = await answer;
    expect(await response.json()).toMatchObject({ status, detail: expect.stringContaining(detail) });
    expect(response.status).toBe(status);
  }
  expect(await database().message.count()).toBe(0);
});

test('with the database away the answer is 503', async () => {
  const away = vi.spyOn(pool(), 'query').mockImplementation(() => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });
  const response = await post(TEXT);
  away.mockRestore();
  expect(response.status).toBe(503);
});

test('the README’s example with curl and openssl works as it stands there', async () => {
  const example = /```sh\n(SOURCE=.*?)```/s.exec(await readFile('README.md', 'utf8'))?.[1] ?? '';
  const server = await serve((request) =>
    POST(request, { params: Promise.resolve({ sourceId: request.url.split('/').at(-1) ?? '' }) }),
  );
  try {
    const script = example
      .replace(/SOURCE=\S+/, `SOURCE=${server.url}/api/inbound/webhook/${source.id}`)
      .replace(/SECRET=\S+/, `SECRET=${source.secret}`);
    const { stdout } = await promisify(execFile)('sh', ['-euc', script]);
    expect(JSON.parse(stdout)).toMatchObject({ result: 'stored' });
  } finally {
    await server.close();
  }
});

test('a source that was revoked is not found', async () => {
  const other = await createSmsSource(actor, { kind: 'webhook', name: 'Old', numbers: [PHONE] });
  await revokeSmsSource(actor, other.id);
  expect((await post(TEXT, { id: other.id, secret: other.secret })).status).toBe(404);
});

import { randomUUIDv7 } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { REQUESTS_AT_ONCE } from '#lib/access/allowance.ts';
import { UNKNOWN_TOKENS } from '#lib/access/authenticate.ts';
import { listTokens, revokeToken } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

// The cookie is Next's to read, and there is no Next here; journeys sign in for real.
vi.mock('#app/session.ts', () => ({ sessionActor: vi.fn(async () => null) }));
useDatabase();

let workspace: TestWorkspace;
let owner: MemberActor;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  owner = await makeMember(workspace, 'owner');
  await makeAddress(workspace, 'brand');
});

describe('a request without a good token', () => {
  test('is told how to authenticate', async () => {
    for (const authorization of [
      undefined,
      'Bearer',
      'Basic abc',
      'Bearer mrt_nonsense',
      `Bearer mrt_${'a'.repeat(43)}`,
    ]) {
      const headers: Record<string, string> = authorization ? { Authorization: authorization } : {};
      const answer = await call(null, 'GET', '/messages', { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
      expect((await answer.json()).type).toMatch(/\/unauthenticated$/);
    }
  });

  test('is refused within a second of the token’s revocation', async () => {
    const token = await issueToken(workspace);
    expect((await call(token, 'GET', '/messages')).status).toBe(200);
    const [row] = await listTokens(workspace.operator);
    expect(row?.prefix).toBe(token.slice(0, 8));
    await revokeToken(workspace.operator, row?.id ?? '');
    await soon(async () => expect((await call(token, 'GET', '/messages')).status).toBe(401));
  });

  test('is refused once the token has expired', async () => {
    const token = await issueToken(workspace);
    const [row] = await listTokens(workspace.operator);
    await database().apiToken.update({ where: { id: row?.id }, data: { expiresAt: new Date() } });
    expect((await call(token, 'GET', '/messages')).status).toBe(401);
  });
});

describe('too many requests', () => {
  test('of one token are refused with a time to wait, and no other token’s', async () => {
    const [hasty, other] = [await issueToken(workspace), await issueToken(workspace)];
    const stopped = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
    const asked = await Promise.all(
      Array.from({ length: REQUESTS_AT_ONCE + 1 }, () => call(hasty, 'GET', '/messages?limit=0')),
    );
    stopped.mockRestore();
    expect(asked.filter(({ status }) => status === 422)).toHaveLength(REQUESTS_AT_ONCE);
    const refused = asked.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('1');
    expect(await refused?.text()).toMatch(/200 requests a second/);
    expect((await call(other, 'GET', '/messages?limit=0')).status).toBe(422);
  });

  test('with unknown tokens are refused without a look at what they ask, and good tokens go on', async () => {
    const headers = { 'X-Forwarded-For': '203.0.113.7' };
    const stranger = `mrt_${'b'.repeat(43)}`;
    const statuses = [];
    for (let n = 0; n <= UNKNOWN_TOKENS; n += 1)
      statuses.push((await call(stranger, 'GET', '/messages', { headers })).status);
    expect(statuses).toEqual([...Array(UNKNOWN_TOKENS).fill(401), 429]);
    const refused = await call('mrt_nonsense', 'GET', '/messages', { headers });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(1);
    expect((await call(await issueToken(workspace), 'GET', '/messages', { headers })).status).toBe(200);
    expect((await call(stranger, 'GET', '/messages')).status).toBe(401);
  });
});

test('a token without the scope is told which, before anything else is looked at', async () => {
  const token = await issueToken(workspace, ['codes:read']);
  const answer = await call(token, 'GET', '/messages?nonsense=1');
  expect(answer.status).toBe(403);
  expect((await answer.json()).detail).toContain('messages:read');
});

test('a token’s use is noted, at most once a minute', async () => {
  const token = await issueToken(workspace);
  await Promise.all([call(token, 'GET', '/messages'), call(token, 'GET', '/messages')]);
  await soon(async () => expect((await listTokens(workspace.operator))[0]?.lastUsedAt).not.toBeNull());
});

test('a token of some addresses sees nothing of the others, also after the last of them is gone', async () => {
  const mine = await makeAddress(workspace, 'mine');
  const other = await makeAddress(workspace, 'other');
  const { messageId, codeId } = await storeMessage(other, { code: '111111' });
  const token = await issueToken(workspace, undefined, [mine.address]);
  const statuses = async () =>
    Promise.all(
      [
        call(token, 'GET', `/codes/latest?address=${other.address}`),
        call(token, 'POST', `/codes/${codeId}/claim`),
        call(token, 'GET', `/messages/${messageId}`),
        call(token, 'GET', `/messages/${messageId}/source`),
        call(token, 'DELETE', `/messages/${messageId}`),
        call(token, 'GET', `/addresses/${other.id}`),
        call(token, 'DELETE', `/addresses/${other.address}`),
        call(token, 'GET', `/events?address=${other.address}`),
      ].map(async (answer) => (await answer).status),
    );
  expect(await statuses()).toEqual(Array(8).fill(404));
  await database().managedAddress.delete({ where: { id: mine.id } });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(await statuses()).toEqual(Array(8).fill(404));
  expect(await (await call(token, 'GET', '/messages')).json()).toEqual({ data: [], nextCursor: null });
});

test('an id to look after or before does not tell what is hidden, or deleted, from what never was', async () => {
  const mine = await makeAddress(workspace, 'after-mine');
  const other = await makeAddress(workspace, 'after-other');
  const hidden = await storeMessage(other, { code: '111111' });
  const deleted = await storeMessage(mine, { code: '222222' });
  const seen = await storeMessage(mine, { code: '333333' });
  const token = await issueToken(workspace, undefined, [mine.address]);
  expect((await call(token, 'DELETE', `/messages/${deleted.messageId}`)).status).toBe(204);
  const guest = await makeMember(workspace, 'guest');
  await database().grant.create({
    data: { workspaceId: workspace.id, memberId: guest.id, addressId: mine.id, level: 'viewer' },
  });
  vi.mocked(sessionActor).mockResolvedValue(guest);
  const ids = [hidden.messageId, hidden.codeId, deleted.messageId, deleted.codeId, randomUUIDv7()];
  const at = `address=${mine.address}`;
  for (const as of [token, null])
    for (const ask of [
      (id: string) => call(as, 'GET', `/codes/latest?${at}&after=${id}`),
      (id: string) => call(as, 'GET', `/codes?after=${id}`),
      (id: string) => call(as, 'GET', `/codes?${at}&before=${id}`),
      (id: string) => call(as, 'GET', `/messages?${at}&after=${id}`),
      (id: string) => call(as, 'GET', `/messages?before=${id}`),
      (id: string) => call(as, 'GET', `/messages/latest?${at}&after=${id}`),
      (id: string) =>
        call(as, 'POST', '/codes/claim', {
          body: { address: mine.address, after: id },
          headers: { Origin: 'http://localhost:3000' },
        }),
    ]) {
      const answers = await Promise.all(
        ids.map(async (id) => (await (await ask(id)).text()).replaceAll(id, 'ID')),
      );
      expect(new Set(answers).size).toBe(1);
      expect(JSON.parse(answers[0] ?? '')).toMatchObject({
        status: 422,
        detail: expect.stringContaining('there is none with the id ID'),
      });
      expect([200, 404]).toContain((await ask(seen.messageId)).status);
    }
});

describe('a member’s session', () => {
  test('reads from anywhere, and writes only from our own origin', async () => {
    vi.mocked(sessionActor).mockResolvedValue(owner);
    expect((await call(null, 'GET', '/messages')).status).toBe(200);
    const write = (origin?: string) =>
      call(null, 'POST', '/addresses', {
        body: { address: 'new@inbox.example' },
        headers: origin ? { Origin: origin } : {},
      });
    expect((await write()).status).toBe(403);
    expect((await write('https://evil.example')).status).toBe(403);
    expect((await write('null')).status).toBe(403);
    expect((await write('http://localhost:3000')).status).toBe(201);
  });

  test('of a plain member may not change addresses', async () => {
    vi.mocked(sessionActor).mockResolvedValue(await makeMember(workspace, 'member'));
    const answer = await call(null, 'POST', '/addresses', {
      body: { address: 'newer@inbox.example' },
      headers: { Origin: 'http://localhost:3000' },
    });
    expect(answer.status).toBe(403);
  });

  test('is not looked at when there is a token', async () => {
    vi.mocked(sessionActor).mockResolvedValue(owner);
    expect((await call('mrt_nonsense', 'GET', '/messages')).status).toBe(401);
  });
});

test('while the database is away the answer is 503, and says when to try again', async () => {
  const token = await issueToken(workspace);
  const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const query = vi.spyOn(pool(), 'query').mockImplementation(() => Promise.reject(away));
  const answer = await call(token, 'GET', '/messages');
  query.mockRestore();
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  expect((await answer.json()).type).toMatch(/\/unavailable$/);
  expect((await call(token, 'GET', '/messages')).status).toBe(200);
});

test('a method that a route has not is a problem that names those it has', async () => {
  const answer = await call(null, 'PUT', '/addresses');
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS');
  expect((await answer.json()).type).toMatch(/\/method-not-allowed$/);
});

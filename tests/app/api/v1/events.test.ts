import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { listTokens, revokeToken } from '#lib/access/tokens.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { pool } from '#lib/database/pool.ts';
import { closeFeed, countSubscriptions } from '#lib/feed/listen.ts';
import { countFollowers, followEvents } from '#lib/messages/events.ts';
import { call, issueToken, serveApi } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeToken,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

let workspace: TestWorkspace;
let token: string;
let api: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  token = await issueToken(workspace);
  api = await serveApi();
});
afterAll(async () => {
  await api.close();
  await closeFeed();
});

type SseEvent = {
  event: string;
  id: string;
  data: { id: string; address: string; code?: string; state?: string };
};

/** A small reader of server-sent events. */
async function follow(query = '', lastEventId?: string, as = token) {
  const client = new AbortController();
  const response = await fetch(`${api.url}/api/v1/events${query}`, {
    headers: { Authorization: `Bearer ${as}`, ...(lastEventId && { 'Last-Event-ID': lastEventId }) },
    signal: client.signal,
  });
  const events: SseEvent[] = [];
  const state = { lastId: '', ended: false };
  const read = async () => {
    let buffer = '';
    for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
      buffer += chunk;
      const blocks = buffer.split('\n\n');
      buffer = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? '';
        state.lastId = field('id') || state.lastId;
        if (field('event'))
          events.push({ event: field('event'), id: field('id'), data: JSON.parse(field('data')) });
      }
    }
  };
  const done = read()
    .catch(() => {})
    .finally(() => {
      state.ended = true;
    });
  return {
    response,
    events,
    state,
    close: async () => {
      client.abort();
      await done;
    },
  };
}

test('the stream tells of messages, codes and claims, in order', async () => {
  const address = await makeAddress(workspace, 'brand');
  const stream = await follow();
  expect(stream.response.headers.get('content-type')).toContain('text/event-stream');
  const { codeId } = await storeMessage(address, { code: '111111' });
  await claimCode(workspace.operator, { address: address.address });
  await soon(() => expect(stream.events).toHaveLength(3));
  expect(stream.events.map((event) => event.event)).toEqual([
    'message.received',
    'code.received',
    'code.claimed',
  ]);
  expect(stream.events[2]?.data).toMatchObject({ id: codeId, code: '111111', state: 'claimed' });
  await stream.close();
  await soon(() => expect([countFollowers(), countSubscriptions()]).toEqual([0, 0]));
});

test('a stream of one address says nothing of others; one of a token nothing it may not see', async () => {
  const [a, b] = [await makeAddress(workspace, 'a'), await makeAddress(workspace, 'b')];
  const other = await makeAddress(await makeWorkspace(), 'other');
  const limited = await issueToken(workspace, undefined, [b.address]);
  const streams = [
    await follow('?address=a@inbox.example'),
    await follow('', undefined, limited),
    await follow(),
  ];
  for (const address of [a, b, other, a]) await storeMessage(address);
  await soon(() => expect(streams.map((stream) => stream.events.length)).toEqual([2, 1, 3]));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(streams.map((stream) => stream.events.length)).toEqual([2, 1, 3]);
  for (const stream of streams) await stream.close();
});

test('it resumes after the last event without a gap or a repetition', async () => {
  const address = await makeAddress(workspace, 'resume');
  const first = await follow(`?address=${address.address}`);
  // Also who has seen no event yet knows where to resume.
  await soon(() => expect(first.state.lastId).toMatch(/^\d+-\d+$/));
  await first.close();
  const stored = [];
  for (let n = 0; n < 3; n += 1) stored.push((await storeMessage(address)).messageId);
  const second = await follow(`?address=${address.address}`, first.state.lastId);
  await soon(() => expect(second.events).toHaveLength(3));
  await second.close();
  for (let n = 0; n < 3; n += 1) stored.push((await storeMessage(address)).messageId);
  const third = await follow(`?address=${address.address}`, second.events[0]?.id);
  await soon(() => expect(third.events).toHaveLength(5));
  expect(third.events.map((event) => event.data.id)).toEqual(stored.slice(1));
  await third.close();
});

test('an event of a transaction that commits late comes too, and before those that follow it', async () => {
  const address = await makeAddress(workspace, 'late');
  const stream = await follow(`?address=${address.address}`);
  const slow = await pool().connect();
  await slow.query('BEGIN');
  await slow.query('SELECT pg_current_xact_id()');
  const { messageId } = await storeMessage(address);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(stream.events).toEqual([]);
  await slow.query(
    `INSERT INTO feed_event (workspace_id, address_id, message_id, kind) VALUES ($1, $2, $3, 'message.updated')`,
    [workspace.id, address.id, messageId],
  );
  await slow.query('COMMIT');
  slow.release();
  await soon(() =>
    expect(stream.events.map((event) => event.event)).toEqual(['message.updated', 'message.received']),
  );
  await stream.close();
});

test('a transaction that is open in another database of the same server holds nothing back', async () => {
  const address = await makeAddress(workspace, 'neighbour');
  const neighbour = new pg.Client({
    connectionString: inject('postgresUrl').replace(/mailroom$/, 'postgres'),
  });
  await neighbour.connect();
  await neighbour.query('BEGIN');
  await neighbour.query('SELECT pg_current_xact_id()');
  const stream = await follow(`?address=${address.address}`);
  await storeMessage(address);
  await soon(() => expect(stream.events).toHaveLength(1));
  await stream.close();
  await neighbour.end();
});

test('two hundred events written at once by several connections arrive once each', async () => {
  const addresses = await Promise.all(['m1', 'm2', 'm3', 'm4'].map((local) => makeAddress(workspace, local)));
  const stream = await follow();
  const stored = (await Promise.all(addresses.map((address) => storeMessages(address, 50)))).flat();
  await soon(() => expect(stream.events).toHaveLength(200));
  expect(new Set(stream.events.map((event) => event.data.id))).toEqual(
    new Set(stored.map((each) => each.messageId)),
  );
  await stream.close();
});

/** One after another: each waits for a connection of the pool no longer than a busy machine may take. */
async function storeMessages(address: Parameters<typeof storeMessage>[0], count: number) {
  const stored = [];
  for (let i = 0; i < count; i++) stored.push(await storeMessage(address));
  return stored;
}

test('mail to an address that was made after the stream began is in it at once', async () => {
  const stream = await follow();
  const made = await createAddress(workspace.operator, { address: 'made-later@inbox.example' });
  await storeMessage({ ...made, workspaceId: workspace.id });
  await soon(() => expect(stream.events).toHaveLength(1));
  await stream.close();
});

test('a revoked token’s stream ends at once', async () => {
  const revoked = await issueToken(workspace);
  const stream = await follow('', undefined, revoked);
  const row = (await listTokens(workspace.operator))[0];
  await revokeToken(workspace.operator, row?.id ?? '');
  await soon(() => expect(stream.state.ended).toBe(true));
});

test('what is wrong from the start is a problem', async () => {
  const stream = (path: string, headers = {}) => call(token, 'GET', path, { headers });
  expect((await stream('/events?address=nobody@inbox.example')).status).toBe(404);
  expect((await stream('/events', { 'Last-Event-ID': 'yesterday' })).status).toBe(422);
});

test('a position of another database’s future is no dead end', async () => {
  const address = await makeAddress(workspace, 'future');
  const stream = await follow(`?address=${address.address}`, '9000000000000000000-1');
  await storeMessage(address);
  await soon(() => expect(stream.events).toHaveLength(1));
  await stream.close();
});

test('one token’s streams do not take the places of others', async () => {
  const { signal } = new AbortController();
  const actor = await makeToken(workspace, ['messages:read']);
  const streams = Array.from({ length: 200 }, () => followEvents(actor, { signal }));
  await Promise.all(streams.map((stream) => stream.next()));
  await expect(followEvents(actor, { signal }).next()).rejects.toMatchObject({ code: 'too-many-requests' });
  const other = followEvents(await makeToken(workspace, ['messages:read']), { signal });
  expect((await other.next()).value).toMatchObject({ kind: 'quiet' });
  await Promise.all([...streams, other].map((stream) => stream.return(undefined)));
  await soon(() => expect(countFollowers()).toBe(0));
});

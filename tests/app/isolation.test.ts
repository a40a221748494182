import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PATHS } from '#app/api/v1/openapi.json/paths.ts';
import * as mailosaur from '#app/mailosaur/[[...path]]/route.ts';
import { POST as mcp } from '#app/mcp/route.ts';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { changeRole, removeMember } from '#lib/access/people.ts';
import { startSession } from '#lib/access/sessions.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { latestCode } from '#lib/codes/find.ts';
import { countWaits } from '#lib/codes/wait.ts';
import { database } from '#lib/database/client.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { followEvents } from '#lib/messages/events.ts';
import { createWebhook } from '#lib/webhooks/manage.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { useRelay } from '#tests/support/relay.ts';
import { soon } from '#tests/support/soon.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';

// The cookie is Next's to read, and there is no Next here; journeys sign in for real.
vi.mock('#app/session.ts', () => ({ sessionActor: vi.fn(async () => null) }));
useDatabase();

// Without Twilio there are no numbers, whoever asks.
const twilio = await openTwilio('http://localhost:3000');
const PHONE = '+14155550100';
const ORIGIN = { Origin: 'http://localhost:3000' };
const SECRET_WORDS = 'a secret subject';
let workspace: TestWorkspace;
let elsewhere: TestWorkspace;
let owner: MemberActor;
let brand: Awaited<ReturnType<typeof makeAddress>>;
/** What is there, and something of the same kind that is not: the two must not be told apart. */
let there: Record<string, string>;
let nowhere: Record<string, string>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  elsewhere = await makeWorkspace('elsewhere.example');
  // Without a relay there is no forwarding, whoever asks.
  useRelay('smtp://127.0.0.1:1');
  owner = await makeMember(workspace, 'owner');
  brand = await makeAddress(workspace, 'brand');
  const { messageId, codeId } = await storeMessage(brand, { code: '7391846', subject: SECRET_WORDS });
  const account = await createAccount(owner, {
    ...{ service: 'x', handle: '@brand', email: brand.address, authenticator: 'JBSWY3DPEHPK3PXP' },
  });
  await createAddress(workspace.operator, { address: PHONE });
  twilio.numbers.add(PHONE);
  const webhook = await createWebhook(owner, {
    url: 'https://93.184.215.14/hook',
    events: ['code.received'],
  });
  there = {
    address: brand.address,
    account: account.id,
    message: messageId,
    code: codeId,
    webhook: webhook.id,
    number: PHONE,
  };
  nowhere = {
    address: 'nobody@inbox.example',
    number: '+14155550199',
    ...Object.fromEntries(['account', 'message', 'code', 'webhook'].map((kind) => [kind, randomUUID()])),
  };
});
afterAll(closeFeed);

/** Every way to ask for something by its name; the words in braces are put in. */
const BY_NAME: [string, string, object?][] = [
  ['GET', '/codes/latest?address={address}'],
  ['GET', '/codes/latest?accountId={account}'],
  ['GET', '/codes?address={address}'],
  ['GET', '/codes?accountId={account}'],
  ['POST', '/codes/claim', { address: '{address}' }],
  ['POST', '/codes/claim', { accountId: '{account}' }],
  ['POST', '/codes/{code}/claim'],
  ['GET', '/messages?address={address}'],
  ['GET', '/messages/latest?address={address}'],
  ['GET', '/messages/{message}'],
  ['GET', '/messages/{message}/source'],
  ['GET', '/messages/{message}/attachments/0'],
  ['GET', '/messages/{message}/forward'],
  ['POST', '/messages/{message}/forward', { to: 'ada@acme.example' }],
  ['DELETE', '/messages/{message}'],
  ['GET', '/addresses/{address}'],
  ['PATCH', '/addresses/{address}', { label: 'mine' }],
  ['DELETE', '/addresses/{address}'],
  ['GET', '/accounts/{account}'],
  ['PATCH', '/accounts/{account}', { handle: '@mine' }],
  ['DELETE', '/accounts/{account}'],
  ['GET', '/accounts/{account}/totp'],
  ['GET', '/events?address={address}'],
  ['GET', '/numbers/{number}'],
  ['PATCH', '/numbers/{number}', { label: 'mine', calls: {} }],
  ['DELETE', '/numbers/{number}'],
  ['POST', '/numbers/{number}/receive'],
  ['POST', '/numbers/{number}/keep'],
  ['GET', '/webhooks/{webhook}'],
  ['PATCH', '/webhooks/{webhook}', { enabled: false }],
  ['DELETE', '/webhooks/{webhook}'],
  ['GET', '/webhooks/{webhook}/deliveries'],
  ['POST', `/webhooks/{webhook}/deliveries/${randomUUID()}/redeliver`],
];
/** Every list. */
const LISTS = ['/codes', '/messages', '/addresses', '/accounts', '/numbers', '/webhooks'];

function fill(text: string, names: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, kind) => names[kind] ?? '');
}

async function ask(
  token: string | null,
  [method, path, body]: [string, string, object?],
  names: Record<string, string>,
) {
  const given = body && JSON.parse(fill(JSON.stringify(body), names));
  const answer = await call(token, method, fill(path, names), { body: given, headers: token ? {} : ORIGIN });
  const said = await answer.text();
  // What was asked for is repeated in the answer; beside that, the two are to be the same.
  const words = Object.values(names).reduce((text, name) => text.replaceAll(name, '…'), said);
  return { status: answer.status, words };
}

test('each route that names something is in the table', () => {
  const asked = new Set(
    BY_NAME.map(([, path]) => path.split('?')[0]?.replace(/\{\w+\}|[0-9a-f-]{36}|\/0$/g, '{}')),
  );
  const described = Object.keys(PATHS).filter((path) => path.includes('{'));
  for (const path of described) {
    const plain = path.replace(/\/\{n\}$/, '{}').replace(/\{\w+\}/g, '{}');
    expect(asked, path).toContain(plain);
  }
});

describe.each<[string, () => Promise<{ session: MemberActor | null; token: string | null }>]>([
  ['a member without a grant', async () => ({ session: await makeMember(workspace, 'member'), token: null })],
  ['an admin without a grant', async () => ({ session: await makeMember(workspace, 'admin'), token: null })],
  ['a guest', async () => ({ session: await makeMember(workspace, 'guest'), token: null })],
  [
    'an owner of another workspace',
    async () => ({ session: await makeMember(elsewhere, 'owner'), token: null }),
  ],
  ['a token of another workspace', async () => ({ session: null, token: await issueToken(elsewhere) })],
  [
    'a token of another address',
    async () => {
      const other = await makeAddress(workspace, `other-${randomUUID().slice(0, 8)}`);
      return { session: null, token: await issueToken(workspace, undefined, [other.address]) };
    },
  ],
])('%s', (_who, come) => {
  test('cannot tell what is there from what is not, by any route', async () => {
    const { session, token } = await come();
    vi.mocked(sessionActor).mockResolvedValue(session);
    for (const way of BY_NAME) {
      const [found, missing] = [await ask(token, way, there), await ask(token, way, nowhere)];
      expect(found, way.join(' ')).toEqual(missing);
      expect([403, 404], way.join(' ')).toContain(found.status);
    }
  });

  test('finds it in no list', async () => {
    const { session, token } = await come();
    vi.mocked(sessionActor).mockResolvedValue(session);
    for (const path of LISTS) {
      const answer = await call(token, 'GET', path);
      const said = await answer.text();
      for (const secret of [...Object.values(there), SECRET_WORDS, '7391846'])
        expect(said, path).not.toContain(secret);
    }
    expect(await (await call(token, 'GET', `/messages?q=secret`)).text()).not.toContain(SECRET_WORDS);
  });
});

test('tokens of another workspace or address see nothing by MCP and by Mailosaur’s API', async () => {
  const other = await makeAddress(workspace, 'limited');
  for (const token of [
    await issueToken(elsewhere),
    await issueToken(workspace, undefined, [other.address]),
  ]) {
    const answers = await Promise.all([
      tool(token, 'wait_for_code', { address: brand.address }),
      tool(token, 'list_addresses', {}),
      tool(token, 'search_messages', { q: 'secret' }),
      tool(token, 'get_message', { id: there.message }),
      mailosaurAt(token, `messages/${there.message}`),
      mailosaurAt(token, `files/email/${there.message}`),
      mailosaurAt(token, 'servers'),
      mailosaurAt(token, 'devices'),
    ]);
    for (const said of answers) {
      expect(said).not.toContain(SECRET_WORDS);
      expect(said).not.toContain('7391846');
      expect(said).not.toContain('@brand');
    }
  }
});

async function tool(token: string, name: string, input: object): Promise<string> {
  const request = new Request('http://localhost:3000/mcp', {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: input } }),
  });
  return (await mcp(request)).text();
}

async function mailosaurAt(token: string, path: string): Promise<string> {
  const key = Buffer.from(`${token}:`).toString('base64');
  const headers = { Authorization: `Basic ${key}` };
  return (
    await mailosaur.GET(new Request(`http://localhost:3000/mailosaur/api/${path}`, { headers }))
  ).text();
}

describe('a member who is removed in the middle of it', () => {
  test('waits no longer, and is given nothing', async () => {
    const leaving = await withSession(await makeMember(workspace, 'owner'));
    const waiting = latestCode(leaving, { address: brand.address, wait: 30, service: 'github' });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'unauthenticated' });
    await soon(() => expect(countWaits()).toBe(1));
    await removeMember(owner, leaving.id);
    await refused;
  });

  test('follows no longer', async () => {
    const leaving = await withSession(await makeMember(workspace, 'owner'));
    const events = followEvents(leaving, { signal: new AbortController().signal });
    await events.next();
    const next = events.next();
    const ended = expect(next).rejects.toMatchObject({ code: 'unauthenticated' });
    await removeMember(owner, leaving.id);
    await ended;
  });
});

test('an event stream shows no more than the member’s role of now', async () => {
  const demoted = await withSession(await makeMember(workspace, 'owner'));
  const end = new AbortController();
  const events = followEvents(demoted, { signal: end.signal });
  await events.next();
  const quiet = events.next();
  await changeRole(owner, demoted.id, 'guest');
  expect((await quiet).value).toMatchObject({ kind: 'quiet' });
  await storeMessage(brand, { code: '222222' });
  const next = events.next();
  await database().managedAddress.update({ where: { id: brand.id }, data: { createdById: demoted.id } });
  end.abort();
  expect((await next).done).toBe(true);
  await database().managedAddress.update({ where: { id: brand.id }, data: { createdById: null } });
});

async function withSession(member: MemberActor): Promise<MemberActor> {
  const sessionId = await startSession(member, { userAgent: null, remoteAddress: null });
  return { ...member, sessionId };
}

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, expectTypeOf, test } from 'vitest';
import { listTokens, revokeToken } from '#lib/access/tokens.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import type { PublicAccount } from '#lib/accounts/present.ts';
import type { TotpCode } from '#lib/accounts/totp.ts';
import {
  type Account,
  AlreadyClaimedError,
  type Code,
  ForbiddenError,
  InvalidInputError,
  Mailroom,
  type MailroomEvent,
  type Message,
  type MessageSummary,
  NotFoundError,
  NothingYetError,
  type Totp,
  UnauthenticatedError,
  UnavailableError,
} from '#lib/client.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import { countWaits } from '#lib/codes/wait.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { countFollowers } from '#lib/messages/events.ts';
import type { PublicMessage, MessageSummary as PublicSummary } from '#lib/messages/present.ts';
import { issueToken, serveApi } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage, type TestWorkspace } from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

let workspace: TestWorkspace;
let mailroom: Mailroom;
let api: Awaited<ReturnType<typeof serveApi>>;
let address: Awaited<ReturnType<typeof makeAddress>>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  address = await makeAddress(workspace, 'brand');
  api = await serveApi();
  mailroom = new Mailroom({ url: `${api.url}/`, token: await issueToken(workspace) });
});
afterAll(async () => {
  await api.close();
  await closeFeed();
});

test('its types are those of the API', () => {
  expectTypeOf<Code>().toEqualTypeOf<PublicCode>();
  // Whether something is unread or archived is a member's business.
  expectTypeOf<MessageSummary>().toEqualTypeOf<Omit<PublicSummary, 'unread' | 'archived'>>();
  expectTypeOf<keyof Message>().toEqualTypeOf<Exclude<keyof PublicMessage, 'unread' | 'archived'>>();
  expectTypeOf<Account>().toEqualTypeOf<PublicAccount>();
  expectTypeOf<Totp>().toEqualTypeOf<TotpCode>();
});

test('it waits for a code, claims it, and reads its message', async () => {
  const waiting = mailroom.code('Brand+x@inbox.example', { service: 'x', wait: 30 });
  await soon(() => expect(countWaits()).toBe(1));
  const { codeId, messageId } = await storeMessage(address, { code: '62v3cc5t' });
  expect(await waiting).toMatchObject({ code: '62v3cc5t', state: 'usable' });
  expect(await mailroom.claim(address.address)).toMatchObject({ id: codeId, state: 'claimed' });
  await expect(mailroom.claimById(codeId)).rejects.toThrow(AlreadyClaimedError);
  expect((await mailroom.messages({ address: address.address, hasCode: true })).data[0]?.id).toBe(messageId);
  expect((await mailroom.latestMessage({ subject: 'hello' })).id).toBe(messageId);
  expect((await mailroom.message(messageId)).text).toBe('Hello');
});

test('it lists accounts, and reads one and the code of its authenticator', async () => {
  const account = await createAccount(workspace.operator, {
    service: 'x',
    handle: '@brand',
    authenticator: 'JBSWY3DPEHPK3PXP',
  });
  const bare = await createAccount(workspace.operator, { service: 'github', handle: 'brand' });
  expect((await mailroom.accounts({ service: 'x' })).data).toEqual([account]);
  expect(await mailroom.accounts({ limit: 1 })).toEqual({ data: [bare], nextCursor: expect.any(String) });
  expect(await mailroom.account(account.id)).toEqual(account);
  expect(await mailroom.totp(account.id)).toMatchObject({ code: expect.stringMatching(/^\d{6}$/) });
  await expect(mailroom.totp(bare.id)).rejects.toThrow(NotFoundError);
});

test('what is refused is an error of its own class, with the API’s words', async () => {
  const to = await makeAddress(workspace, 'empty');
  await expect(mailroom.code(to.address)).rejects.toThrow(NothingYetError);
  await expect(mailroom.code(to.address, { wait: 1 })).rejects.toThrow(/within 1 seconds/);
  const unknown = await mailroom.code('nobody@inbox.example', { wait: 5 }).catch((error) => error);
  expect(unknown).toBeInstanceOf(NotFoundError);
  expect(unknown).not.toBeInstanceOf(NothingYetError);
  const invalid = await mailroom.code('nobody').catch((error) => error);
  expect(invalid).toBeInstanceOf(InvalidInputError);
  expect(invalid).toMatchObject({ status: 422, code: 'invalid-input', errors: [{ field: 'address' }] });
  const stranger = new Mailroom({ url: api.url, token: 'mrt_nonsense' });
  await expect(stranger.messages()).rejects.toThrow(UnauthenticatedError);
  const reader = new Mailroom({ url: api.url, token: await issueToken(workspace, ['codes:read']) });
  await expect(reader.messages()).rejects.toThrow(ForbiddenError);
});

test('a server that is not there is unavailable, also when a proxy says so in its own words', async () => {
  await expect(new Mailroom({ url: 'http://127.0.0.1:9' }).messages()).rejects.toThrow(UnavailableError);
  const proxy = createServer((_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'));
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  await expect(new Mailroom({ url }).messages()).rejects.toThrow(/answered 502/);
  proxy.close();
});

test('a wait outlasts a server that is away for a moment', async () => {
  const to = await makeAddress(workspace, 'restart');
  await storeMessage(to, { code: '123456' });
  let calls = 0;
  const flaky: typeof fetch = (input, init) => {
    calls += 1;
    return calls === 1 ? Promise.reject(new TypeError('fetch failed')) : fetch(input, init);
  };
  const patient = new Mailroom({ url: api.url, token: await issueToken(workspace), fetch: flaky });
  expect(await patient.code(to.address, { wait: 10 })).toMatchObject({ code: '123456' });
});

test('a call that the caller gives up ends at once', async () => {
  const to = await makeAddress(workspace, 'given-up');
  const caller = new AbortController();
  const waiting = mailroom.code(to.address, { wait: 60, signal: caller.signal });
  await soon(() => expect(countWaits()).toBe(1));
  caller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await soon(() => expect(countWaits()).toBe(0));
});

test('events are read one after the other, over a connection that breaks, without a gap or a repetition', async () => {
  const to = await makeAddress(workspace, 'events');
  const cuts: AbortController[] = [];
  let answers = 0;
  const cuttable: typeof fetch = async (input, init) => {
    const cut = new AbortController();
    cuts.push(cut);
    const answer = await fetch(input, {
      ...init,
      signal: AbortSignal.any([init?.signal, cut.signal].filter((each) => !!each)),
    });
    answers += 1;
    return answer;
  };
  const follower = new Mailroom({ url: api.url, token: await issueToken(workspace), fetch: cuttable });
  const events = follower.events({ address: to.address });
  const next = async () => (await events.next()).value as MailroomEvent;
  const first = next();
  // Not when it is counted: only with the answer is it settled from where on it follows.
  await soon(() => expect(answers).toBe(1));
  const { messageId, codeId } = await storeMessage(to, { code: '111111' });
  expect(await first).toMatchObject({ type: 'message.received', data: { id: messageId } });

  cuts[0]?.abort();
  await storeMessage(to, { code: '222222' });
  const rest = [await next(), await next(), await next()];
  expect(rest.map(({ type }) => type)).toEqual(['code.received', 'message.received', 'code.received']);
  expect(rest[0]?.data.id).toBe(codeId);
  expect(cuts.length).toBeGreaterThan(1);
  await events.return(undefined);
  await soon(() => expect(countFollowers()).toBe(0));

  const later = follower.events({ address: to.address, after: rest[1]?.id });
  expect((await later.next()).value).toEqual(rest[2]);
  await later.return(undefined);
});

test('following ends with the caller’s signal, and with an error when the token is revoked', async () => {
  const caller = new AbortController();
  const quiet = mailroom.events({ signal: caller.signal }).next();
  await soon(() => expect(countFollowers()).toBe(1));
  caller.abort();
  expect(await quiet).toEqual({ done: true, value: undefined });

  const revoked = new Mailroom({ url: api.url, token: await issueToken(workspace) });
  const ended = revoked.events().next();
  await soon(() => expect(countFollowers()).toBe(1));
  const [row] = await listTokens(workspace.operator);
  const refused = expect(ended).rejects.toThrow(UnauthenticatedError);
  await revokeToken(workspace.operator, row?.id ?? '');
  await refused;
  const missing = mailroom.events({ address: 'nobody@inbox.example' }).next();
  await expect(missing).rejects.toThrow(NotFoundError);
});

import { beforeAll, describe, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { findMessage, listMessages, type MessageFilter } from '#lib/messages/find.ts';
import { messageSchema, messageSummarySchema } from '#lib/messages/present.ts';
import { archiveMessage, markRead } from '#lib/messages/read.ts';
import { countUnread } from '#lib/messages/unread.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeToken,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';

useDatabase();

let workspace: TestWorkspace;
let owner: MemberActor;
let brand: Awaited<ReturnType<typeof makeAddress>>;
let sales: Awaited<ReturnType<typeof makeAddress>>;
const minute = (n: number) => new Date(Date.UTC(2026, 10, 24, 10, n));

beforeAll(async () => {
  workspace = await makeWorkspace('acme.example');
  owner = await makeMember(workspace, 'owner');
  brand = await makeAddress(workspace, 'brand');
  sales = await makeAddress(workspace, 'sales');
  await storeMessage(brand, {
    subject: 'First',
    text: 'the quick brown fox',
    receivedAt: minute(1),
    code: '111111',
  });
  await storeMessage(sales, {
    subject: 'Second 100%',
    from: 'shop@y.example',
    service: null,
    receivedAt: minute(2),
  });
  await storeMessage(brand, {
    subject: 'Third',
    receivedAt: minute(3),
    provenDomain: 'x.com',
    code: '333333',
  });
  await storeMessage(brand, {
    subject: 'Fourth',
    text: 'quickly now',
    receivedAt: minute(3),
    service: 'github',
  });
});

const subjects = async (filter: MessageFilter, actor: Parameters<typeof listMessages>[0] = owner) =>
  (await listMessages(actor, filter)).data.map((message) => message.subject?.split(' ')[0]).sort();

describe('a list of messages', () => {
  test('is newest first, in the public shape, with the state of each code', async () => {
    const page = await listMessages(workspace.operator, { address: 'Brand+x@acme.example' });
    expect(page.data.map((message) => message.receivedAt)).toEqual([
      minute(3).toISOString(),
      minute(3).toISOString(),
      minute(1).toISOString(),
    ]);
    for (const message of page.data) messageSummarySchema.strict().parse(message);
    expect(page.data.at(-1)?.codes).toMatchObject([{ code: '111111', state: 'superseded' }]);
    expect(page.nextCursor).toBeNull();
  });

  test('narrows by everything at once', async () => {
    expect(await subjects({})).toEqual(['First', 'Fourth', 'Second', 'Third']);
    expect(await subjects({ address: 'sales@acme.example' })).toEqual(['Second']);
    expect(await subjects({ from: 'SHOP@' })).toEqual(['Second']);
    expect(await subjects({ subject: '100%' })).toEqual(['Second']);
    expect(await subjects({ service: 'x' })).toEqual(['First', 'Third']);
    expect(await subjects({ hasCode: true })).toEqual(['First', 'Third']);
    expect(await subjects({ hasCode: false, address: 'brand@acme.example' })).toEqual(['Fourth']);
    expect(await subjects({ to: 'SALES@' })).toEqual(['Second']);
    expect(await subjects({ state: 'expired' })).toEqual(['Third']);
    expect(await subjects({ state: 'superseded' })).toEqual(['First']);
    expect(await subjects({ state: 'usable' })).toEqual([]);
    expect(await subjects({ channel: 'sms' })).toEqual([]);
    expect(await subjects({ after: minute(2).toISOString() })).toEqual(['Fourth', 'Third']);
    expect(await subjects({ before: minute(2).toISOString() })).toEqual(['First']);
    expect(await subjects({ after: minute(1).toISOString(), before: minute(3).toISOString() })).toEqual([
      'Second',
    ]);
  });

  test('is searched by words, phrases, exclusions and the beginning of the last word', async () => {
    expect(await subjects({ q: 'QUICK' })).toEqual(['First', 'Fourth']);
    expect(await subjects({ q: 'quick brown' })).toEqual(['First']);
    expect(await subjects({ q: '"brown quick"' })).toEqual([]);
    expect(await subjects({ q: 'third' })).toEqual(['Third']);
    expect(await subjects({ q: 'x -first' })).toEqual(['Fourth', 'Second', 'Third']);
    for (const odd of ["'", '&|!', ':*', '"', 'a:b <-> c', '\\', '( )']) await subjects({ q: odd });
  });

  test('goes on where the last page ended, also within one millisecond', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listMessages(owner, { limit: 1, cursor });
      seen.push(...page.data.map((message) => message.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(4);
  });

  test('takes a message’s id as a moment, and refuses one that there is not', async () => {
    const [newest] = (await listMessages(owner, { limit: 1 })).data;
    expect(await subjects({ after: newest?.id })).toEqual([]);
    await expect(listMessages(owner, { after: crypto.randomUUID() })).rejects.toMatchObject({
      fields: [{ field: 'after' }],
    });
  });
});

test('is narrowed in any alphabet, whatever its case', async () => {
  const other = await makeWorkspace();
  const address = await makeAddress(other, 'brand');
  const reader = await makeMember(other, 'owner');
  await storeMessage(address, { subject: 'Код ÜBER alles', from: 'ПОЧТА@почта.example', text: 'ΚΩΔΙΚΌΣ' });
  const filters: MessageFilter[] = [
    { subject: 'КОД über' },
    { from: 'почта@' },
    { criteria: { match: 'all', body: 'κωδικό', sentFrom: 'почта@ПОЧТА.example' } },
    { q: 'uber код' },
    { q: 'почта κωδ' },
  ];
  for (const filter of filters) expect(await subjects(filter, reader)).toEqual(['Код']);
});

test('nobody sees the messages of others', async () => {
  const stranger = await makeMember(await makeWorkspace(), 'owner');
  const member = await makeMember(workspace, 'member');
  const token = await makeToken(workspace, ['messages:read'], [sales.id]);
  const [message] = (await listMessages(owner, { address: brand.address })).data;
  expect(await subjects({}, stranger)).toEqual([]);
  expect(await subjects({}, member)).toEqual([]);
  expect(await subjects({}, token)).toEqual(['Second']);
  expect(await subjects({ q: 'quick' }, token)).toEqual([]);
  for (const actor of [stranger, member, token]) {
    await expect(listMessages(actor, { address: brand.address })).rejects.toMatchObject({
      code: 'address-not-found',
      message: `There is no managed address ${brand.address}.`,
    });
    await expect(findMessage(actor, message?.id ?? '')).rejects.toMatchObject({ code: 'message-not-found' });
  }
});

test('a whole message has its clean HTML, its headers, links and attachments', async () => {
  const { messageId } = await storeMessage(brand, {
    html: '<p onclick="x()">Hi<script>alert(1)</script></p>',
    code: '444444',
    service: 'whole',
  });
  const of = { workspaceId: workspace.id, messageId };
  await database().link.create({
    data: { ...of, rank: 0, href: 'https://x.com/login', text: 'Sign in', kind: 'sign_in' },
  });
  await database().attachment.create({
    data: { ...of, index: 0, filename: 'a.pdf', contentType: 'application/pdf', size: 3 },
  });
  const message = await findMessage(workspace.operator, messageId);
  messageSchema.strict().parse(message);
  expect(message).toMatchObject({
    html: '<p>Hi</p>',
    headers: [['Subject', 'Hello']],
    links: [{ href: 'https://x.com/login', kind: 'sign-in' }],
    attachments: [{ index: 0, filename: 'a.pdf' }],
    codes: [{ code: '444444', state: 'usable', confidence: 0.99 }],
  });
});

test('each member has read for themselves', async () => {
  const colleague = await makeMember(workspace, 'owner');
  const { messageId } = await storeMessage(sales);
  await markRead(owner, messageId);
  expect(await findMessage(owner, messageId)).toMatchObject({ unread: false });
  expect(await findMessage(colleague, messageId)).toMatchObject({ unread: true });
  expect(await findMessage(workspace.operator, messageId)).not.toHaveProperty('unread');
  const unread = await listMessages(owner, { unread: true, address: sales.address });
  expect(unread.data.map((message) => message.id)).not.toContain(messageId);
  await markRead(owner, messageId, false);
  expect(await findMessage(owner, messageId)).toMatchObject({ unread: true });
});

test('what a member archives leaves their own inbox, and everybody still finds it', async () => {
  const colleague = await makeMember(workspace, 'owner');
  const { messageId } = await storeMessage(sales, { subject: 'Put away' });
  const before = await countUnread(owner);
  await archiveMessage(owner, messageId);
  expect(await subjects({ archived: true })).toEqual(['Put']);
  expect(await subjects({ archived: false, subject: 'Put away' })).toEqual([]);
  expect(await subjects({ subject: 'Put away' })).toEqual(['Put']);
  expect(await subjects({ archived: false, subject: 'Put away' }, colleague)).toEqual(['Put']);
  expect(await findMessage(owner, messageId)).toMatchObject({ archived: true, unread: true });
  expect(await countUnread(owner)).toBe(before - 1);
  await archiveMessage(owner, messageId, false);
  expect(await countUnread(owner)).toBe(before);
});

import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { encode } from 'next-auth/jwt';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { grant } from '#lib/access/grants.ts';
import { invite } from '#lib/access/invitations.ts';
import { removeMember } from '#lib/access/people.ts';
import { startSession } from '#lib/access/sessions.ts';
import { createTeam } from '#lib/access/teams.ts';
import { createToken } from '#lib/access/tokens.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import { database } from '#lib/database/client.ts';
import { allowDestination } from '#lib/forwarding/destinations.ts';
import { createRule } from '#lib/forwarding/rules.ts';
import { addNote } from '#lib/messages/notes.ts';
import { createSmsSource } from '#lib/sources/manage.ts';
import { createWebhook } from '#lib/webhooks/manage.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { openWebApp } from '#tests/support/open-web-app.ts';
import { useRelay } from '#tests/support/relay.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';
import { SECRET } from '#tests/support/web-app.ts';

process.env.MAILROOM_SECRET ??= SECRET;
await openTwilio();
const RELAY = 'smtp://127.0.0.1:1';
const app = openWebApp({ SMTP_RELAY_URL: RELAY });

/** What is asked for at each page of the workspace, and at each route beside them; the words in braces are put in. */
const ASKED: Record<string, string[]> = {
  '/accounts': [''],
  '/accounts/[id]': ['/accounts/{account}'],
  '/activity': ['', '?q=secret', '?address={addressId}'],
  '/activity/export': ['', '?format=jsonl'],
  '/addresses': [''],
  '/addresses/[id]': ['/addresses/{addressId}'],
  '/inbox': [
    '',
    '?message={message}',
    '?address={address}',
    '?account={account}',
    '?q=secret',
    '?q=is%3Aarchived',
  ],
  '/inbox/html/[id]': ['/inbox/html/{message}'],
  '/inbox/unread': [''],
  '/inbox/viewers/[id]': ['/inbox/viewers/{message}'],
  '/settings': [''],
  '/settings/domains': [''],
  '/settings/forwarding': [''],
  '/settings/members': [''],
  '/settings/phones': [''],
  '/settings/preferences': [''],
  '/settings/preferences/device': [''],
  '/settings/preferences/saved': [''],
  '/settings/retention': ['', '?address={addressId}'],
  '/settings/sessions': [''],
  '/settings/sources': [''],
  '/settings/teams': [''],
  '/settings/tokens': [''],
  '/settings/webhooks': [''],
  '/settings/webhooks/[id]': ['/settings/webhooks/{webhook}'],
  '/settings/workspace': [''],
};
/** Those that answer to another method than GET. */
const METHODS: Record<string, string> = {
  '/inbox/viewers/[id]': 'POST',
  '/settings/preferences/saved': 'PATCH',
};

/** What nobody sees who has no grant. */
const UNGRANTED = [
  'hidden@secret-domain.example',
  '7391846',
  'a secret subject',
  '@hidden-handle',
  'a secret note',
  '+14155550123',
];
/** What only owners and admins see. */
const ADMINISTERED = [
  ...['Secret team', 'Secret token', 'Secret source', '93.184.215.14', 'outside@partner.example'],
  ...['invited@acme.example', 'Olive Owner', 'secret-domain.example'],
];

let workspace: TestWorkspace;
let elsewhere: TestWorkspace;
let owner: MemberActor;
let there: Record<string, string>;
let nowhere: Record<string, string>;
let hidden: Awaited<ReturnType<typeof makeAddress>>;
beforeAll(async () => {
  useRelay(RELAY);
  workspace = await makeWorkspace('secret-domain.example');
  elsewhere = await makeWorkspace('elsewhere.example');
  owner = await makeMember(workspace, 'owner', 'Olive Owner');
  hidden = await makeAddress(workspace, 'hidden');
  const { messageId } = await storeMessage(hidden, {
    code: '7391846',
    subject: 'a secret subject',
    html: '<b>7391846</b>',
  });
  await addNote(owner, messageId, 'a secret note');
  const account = await createAccount(owner, {
    service: 'x',
    handle: '@hidden-handle',
    email: hidden.address,
  });
  const url = 'https://93.184.215.14/hook';
  const webhook = await createWebhook(owner, { url, events: ['code.received'], addresses: [hidden.address] });
  await createTeam(owner, 'Secret team');
  await createToken(owner, { name: 'Secret token', scopes: ['codes:read'], addresses: [hidden.address] });
  await allowDestination(owner, 'outside@partner.example');
  await createRule(owner, { address: hidden.address, to: 'outside@partner.example', onlyCodes: false });
  await invite(owner, { email: 'invited@acme.example', role: 'member' });
  await addPhone('+14155550123');
  await createSmsSource(owner, { kind: 'android', name: 'Secret source', numbers: ['+14155550123'] });
  const kinds = { account: account.id, addressId: hidden.id, message: messageId, webhook: webhook.id };
  there = { ...kinds, address: hidden.address };
  nowhere = {
    ...Object.fromEntries(Object.keys(kinds).map((kind) => [kind, randomUUID()])),
    address: 'nobody@secret-domain.example',
  };
});

async function addPhone(address: string) {
  await database().managedAddress.create({ data: { workspaceId: workspace.id, kind: 'phone', address } });
}

/** The cookie of somebody who has signed in. */
async function cookieOf(member: MemberActor): Promise<string> {
  const sub = await startSession(member, { userAgent: null, remoteAddress: null });
  return `next-auth.session-token=${await encode({ token: { sub }, secret: SECRET })}`;
}

function fill(text: string, names: Record<string, string>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, kind) => encodeURIComponent(names[kind] ?? ''));
}

type Answer = { page: string; url: string; status: number; body: string; location: string | null };

async function ask(
  page: string,
  asked: string,
  names: Record<string, string>,
  cookie: string | null,
): Promise<Answer> {
  const url = fill(asked.startsWith('/') ? asked : page + asked, names);
  const response = await fetch(app.url + url, {
    method: METHODS[page] ?? 'GET',
    redirect: 'manual',
    headers: { Origin: app.url, ...(cookie && { Cookie: cookie }) },
  });
  return {
    page,
    url,
    status: response.status,
    body: await response.text(),
    location: response.headers.get('location'),
  };
}

const EVERYTHING = Object.entries(ASKED).flatMap(([page, all]) => all.map((asked) => [page, asked] as const));

/** All of it, a few at a time: the machine has other tests to run. */
async function askAll(names: Record<string, string>, cookie: string | null): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < EVERYTHING.length; start += 4)
    answers.push(
      ...(await Promise.all(
        EVERYTHING.slice(start, start + 4).map(([page, asked]) => ask(page, asked, names, cookie)),
      )),
    );
  return answers;
}

/** What a person reads of it, without what was asked for. */
function wordsOf({ body }: Answer, names: Record<string, string>): string {
  const words = body
    .replace(/<script\b.*?<\/script>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return Object.values(names).reduce((text, name) => text.replaceAll(name, '…'), words);
}

test('every page of the workspace, and every route beside them, is in the table', async () => {
  const root = path.join(import.meta.dirname, '../../app/(workspace)');
  const files = await readdir(root, { recursive: true });
  const found = files
    .filter((file) => ['page.tsx', 'route.ts'].includes(path.basename(file)))
    .map((file) => `/${path.dirname(file)}`);
  expect(Object.keys(ASKED).toSorted()).toEqual(found.toSorted());
});

test('what is looked for is there: an owner sees all of it', async () => {
  const answers = await askAll(there, await cookieOf(owner));
  for (const { url, status } of answers) expect([200, 307], url).toContain(status);
  const all = answers.map(({ body }) => body).join();
  for (const secret of [...UNGRANTED, ...ADMINISTERED]) expect(all).toContain(secret);
});

describe.each<[string, string[], () => Promise<MemberActor>]>([
  ['a member without a grant', [...UNGRANTED, ...ADMINISTERED], () => makeMember(workspace, 'member', 'Mo')],
  ['a guest', [...UNGRANTED, ...ADMINISTERED], () => makeMember(workspace, 'guest', 'Gus')],
  ['an admin without a grant', UNGRANTED, () => makeMember(workspace, 'admin', 'Al')],
  [
    'an owner of another workspace',
    [...UNGRANTED, ...ADMINISTERED],
    () => makeMember(elsewhere, 'owner', 'Eve'),
  ],
])('%s', (_who, secrets, come) => {
  test('sees nothing at any page, and not that it exists', async () => {
    const cookie = await cookieOf(await come());
    const [found, missing] = [await askAll(there, cookie), await askAll(nowhere, cookie)];
    for (const [i, answer] of found.entries()) {
      const other = missing[i];
      if (!other) throw new Error('The same is asked twice.');
      expect(answer.status, answer.url).toBeLessThan(500);
      expect(answer.status, answer.url).toBe(other.status);
      // The others may have something to say between the two, of who came and when.
      if (answer.url !== other.url) expect(wordsOf(answer, there), answer.url).toBe(wordsOf(other, nowhere));
      for (const secret of secrets.filter((word) => !answer.url.includes(encodeURIComponent(word))))
        expect(answer.body, `${answer.url}: ${secret}`).not.toContain(secret);
    }
  });

  test('is told by the event stream of their own address alone', async () => {
    const member = await come();
    const home = member.workspaceId === workspace.id ? workspace : elsewhere;
    const own = await makeAddress(home, `own-${randomUUID().slice(0, 8)}`);
    if (member.role !== 'owner') await grant(owner, { addressId: own.id }, { memberId: member.id }, 'viewer');
    const end = new AbortController();
    const stream = await fetch(`${app.url}/api/v1/events`, {
      headers: { Cookie: await cookieOf(member) },
      signal: end.signal,
    });
    expect(stream.status).toBe(200);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    // The stream has begun with its first sign of life: what is stored from now on would come.
    let said = (await reader?.read())?.value ?? '';
    await storeMessage(hidden, { code: '7391846', subject: 'a secret subject' });
    await storeMessage(own, { subject: 'for me' });
    while (!said.includes('for me')) said += (await reader?.read())?.value ?? '';
    end.abort();
    for (const secret of UNGRANTED) expect(said).not.toContain(secret);
  });
});

test.each<[string, () => Promise<string | null>]>([
  ['nobody', async () => null],
  [
    'a member who has been removed',
    async () => {
      const leaving = await makeMember(workspace, 'admin');
      const cookie = await cookieOf(leaving);
      await removeMember(owner, leaving.id);
      return cookie;
    },
  ],
])(
  '%s is led to the sign-in by every page, is refused by every route, and is shown nothing',
  async (_who, come) => {
    const cookie = await come();
    for (const { page, url, status, body, location } of await askAll(there, cookie)) {
      const isRoute =
        /^\/(activity\/export|inbox\/(html|unread|viewers)|settings\/preferences\/(device|saved))/.test(page);
      if (isRoute) expect(status, url).toBe(401);
      else expect(location ?? body, url).toContain('/sign-in?return=');
      for (const secret of [...UNGRANTED, ...ADMINISTERED].filter(
        (word) => !url.includes(encodeURIComponent(word)),
      ))
        expect(body, `${url}: ${secret}`).not.toContain(secret);
    }
    const events = await fetch(`${app.url}/api/v1/events`, { headers: cookie ? { Cookie: cookie } : {} });
    expect(events.status).toBe(401);
  },
);

import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { invite } from '#lib/access/invitations.ts';
import { makePasswordReset } from '#lib/access/password-resets.ts';
import { createTeam } from '#lib/access/teams.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import { database } from '#lib/database/client.ts';
import { createWebhook } from '#lib/webhooks/manage.ts';
import { BRAND, now, openAcme, row } from '#tests/support/acme.ts';
import { findings } from '#tests/support/axe.ts';
import { PHONE, signIn } from '#tests/support/journey.ts';
import { SECRET } from '#tests/support/web-app.ts';

process.env.MAILROOM_SECRET ??= SECRET;
const { journey, openInbox, openPage } = openAcme();

const press = (name: string) => (page: Page) => page.getByRole('button', { name, exact: true }).click();

/** Each page, what is asked for there, and what is done before it is looked at; the words in braces are put in. */
const PAGES: [page: string, asked: string, act?: (page: Page) => Promise<unknown>][] = [
  ['(workspace)/inbox', '/inbox'],
  [
    '(workspace)/inbox',
    '/inbox?message={message}',
    (page) => page.getByRole('tab', { name: 'HTML' }).click(),
  ],
  [
    '(workspace)/inbox',
    '/inbox?q=nowhere-to-be-found',
    (page) => page.getByText('No message matches').waitFor(),
  ],
  ['(workspace)/accounts', '/accounts', press('New account')],
  [
    '(workspace)/accounts/[id]',
    '/accounts/{account}',
    (page) => page.getByText('Change this account').click(),
  ],
  ['(workspace)/activity', '/activity'],
  ['(workspace)/addresses', '/addresses'],
  ['(workspace)/addresses/[id]', '/addresses/{address}'],
  ['(workspace)/settings', '/settings'],
  ['(workspace)/settings/domains', '/settings/domains'],
  ['(workspace)/settings/forwarding', '/settings/forwarding'],
  ['(workspace)/settings/members', '/settings/members', press('Invite somebody')],
  ['(workspace)/settings/phones', '/settings/phones'],
  ['(workspace)/settings/preferences', '/settings/preferences'],
  ['(workspace)/settings/retention', '/settings/retention'],
  ['(workspace)/settings/sessions', '/settings/sessions'],
  ['(workspace)/settings/sources', '/settings/sources'],
  ['(workspace)/settings/teams', '/settings/teams'],
  ['(workspace)/settings/tokens', '/settings/tokens', press('New token')],
  ['(workspace)/settings/webhooks', '/settings/webhooks', press('New webhook')],
  ['(workspace)/settings/webhooks/[id]', '/settings/webhooks/{webhook}'],
  ['(workspace)/settings/workspace', '/settings/workspace'],
  ['.', '/'],
  ['.', '/nowhere'],
  ['invitation/[token]', '/invitation/{invitation}'],
  ['new-password/[token]', '/new-password/{reset}'],
  ['problems/[code]', '/problems/code-not-found'],
  ['reference', '/reference'],
  ['set-up/[token]', '/set-up/not-the-link'],
  ['sign-in', '/sign-in'],
];

const NARROW = { ...PHONE, viewport: { width: 320, height: 640 } };
/** So many pages are loaded one after another. */
const READ_WITHIN_MS = 120_000;

const there: Record<string, string> = {};
beforeAll(async () => {
  const { id, workspaceId, name } = await database().member.findFirstOrThrow();
  const owner: MemberActor = { kind: 'member', id, workspaceId, name, role: 'owner' };
  const long = 'Wolfeschlegelsteinhausenbergerdorff the Elder of Customer Support';
  const hubert = await database().member.create({
    data: { workspaceId, email: 'hubert@acme.example', name: long, role: 'member' },
  });
  await createTeam(owner, long);
  const account = { service: 'x', handle: '@brand', email: BRAND, authenticator: 'JBSWY3DPEHPK3PXP' };
  const brand = await database().managedAddress.findUniqueOrThrow({ where: { address: BRAND } });
  Object.assign(there, {
    address: brand.id,
    account: (await createAccount(owner, account)).id,
    webhook: (await createWebhook(owner, { url: 'https://93.184.215.14/hook' })).id,
    reset: (await makePasswordReset(owner, hubert)).token,
    invitation: (await invite(owner, { email: 'alan@acme.example', role: 'member' })).token,
  });
});

test('every page is in the table', async () => {
  const files = await readdir(path.join(import.meta.dirname, '../../app'), { recursive: true });
  const found = files.filter((file) => path.basename(file) === 'page.tsx').map((file) => path.dirname(file));
  expect([...new Set(PAGES.map(([page]) => page))].toSorted()).toEqual(found.toSorted());
});

test.each<[string, BrowserContextOptions]>([
  ['at 320 px', NARROW],
  ['on a desk', {}],
])(
  '%s no page is wider than the screen, and axe finds nothing on it, in light and dark',
  async (_where, options) => {
    const [member, stranger] = [await openPage('/accounts', options), await journey.open(options)];
    const newest = await database().message.findFirstOrThrow({ orderBy: { receivedAt: 'desc' } });
    const names: Record<string, string> = { ...there, message: newest.id };
    for (const [name, asked, act] of PAGES) {
      const page = name.startsWith('(workspace)') ? member : stranger;
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(journey.url + asked.replace(/\{(\w+)\}/, (_whole, kind) => names[kind] ?? ''));
      await page.getByRole('main').waitFor();
      await act?.(page);
      const overflow = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll('main')].map(
          (each) => each.scrollWidth - each.clientWidth,
        ),
      );
      expect.soft(Math.max(...overflow), asked).toBeLessThanOrEqual(0);
      expect.soft(await findings(page), asked).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect.soft(await findings(page, 'color-contrast'), `${asked} in dark`).toEqual([]);
    }
  },
  READ_WITHIN_MS,
);

describe.each(['light', 'dark'] as const)('axe finds nothing, %s,', (colorScheme) => {
  test('in the inbox that is searched, nor in what opens over it', async () => {
    const page = await openInbox('/inbox', { colorScheme });
    await row(page, 'Urgent: ').getByRole('link', { name: 'Urgent' }).click();
    await page.getByRole('article').getByRole('tab', { name: 'Source' }).waitFor();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByRole('textbox', { name: 'Search messages' }).fill('is:red your');
    await page.getByText('is: is followed by').waitFor();
    await row(page, 'Urgent: ').locator('mark').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('combobox', { name: 'What to do' }).fill('show all keys');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(await findings(page)).toEqual([]);
  });

  test('on a phone, and where signing in was refused', async () => {
    const page = await openInbox('/inbox', { ...PHONE, colorScheme });
    await now(page).waitFor();
    expect(await findings(page)).toEqual([]);
    const outside = await journey.open({ colorScheme });
    await outside.goto(`${journey.url}/sign-in`);
    await signIn(outside, 'ada@acme.example', 'not the password');
    await outside.getByRole('alert').first().waitFor();
    expect(await findings(outside)).toEqual([]);
  });
});

test('at 320 px nothing is cut off to the right, in the list, in the filters and in a message', async () => {
  const page = await openInbox('/inbox', NARROW);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.getByRole('navigation', { name: 'Mailroom' }).getByText('9 unread').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Filters' }).tap();
  await page.getByLabel('Unread').waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: 'Filters' }).tap();
  await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).tap();
  await page.getByRole('article').getByRole('tab', { name: 'Source' }).waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
});

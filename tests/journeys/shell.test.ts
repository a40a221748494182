import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { database } from '#lib/database/client.ts';
import { openAcme } from '#tests/support/acme.ts';
import { hasFocus } from '#tests/support/focus.ts';
import { PHONE, signIn } from '#tests/support/journey.ts';

const { journey, openInbox, openPage } = openAcme();

/** A session of its own: the one that the other pages share must not be ended. */
async function enter(options = {}): Promise<Page> {
  const page = await journey.open(options);
  await page.goto(`${journey.url}/sign-in?return=%2Fsettings%2Fsessions`);
  await signIn(page, 'ada@acme.example', 'correct horse battery');
  await page.waitForURL('**/settings/sessions');
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  return page;
}

/** Keeps the pages that are asked for from coming, until the function it resolves with is called. */
async function holdBack(page: Page, path: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(
    (url) => url.pathname === path && url.searchParams.has('_rsc'),
    async (route) => {
      await promise;
      await route.continue();
    },
  );
  return resolve;
}

test('on a phone one signs out where one sees where one is signed in', async () => {
  const page = await enter(PHONE);
  const here = page.getByRole('listitem').filter({ hasText: 'this one' });
  const before = await database().session.count();
  await here.getByRole('button', { name: 'Sign out', exact: true }).tap();
  await page.waitForURL('**/sign-in');
  expect(await database().session.count()).toBe(before - 1);
  await page.goto(`${journey.url}/inbox`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('the palette signs out too', async () => {
  const page = await enter();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What to do' }).fill('sign out');
  await page.getByRole('option', { name: 'Sign out', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/sign-in');
});

test('the first Tab leads past the rail to what the page is about, and leaves its address as it is', async () => {
  const page = await openInbox();
  await page.getByRole('navigation', { name: 'Mailroom' }).waitFor();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'To the content' });
  await hasFocus(skip);
  const box = await skip.boundingBox();
  expect(box?.width).toBeGreaterThan(80);
  await page.keyboard.press('Enter');
  expect(page.url()).toBe(`${journey.url}/inbox`);
  await page.keyboard.press('Tab');
  await hasFocus(page.locator('#content :focus'));
});

test.each<[string, string, object]>([
  ['the rail', '/accounts', {}],
  ['the tab bar of a phone', '/addresses', PHONE],
])('%s shows at once which page is being opened, until it is there', async (_where, path, options) => {
  const page = await openInbox('/inbox', options);
  const link = page.getByRole('navigation', { name: 'Mailroom' }).locator(`a[href="${path}"]`);
  const sign = link.locator('[data-opening]');
  const before = await link.boundingBox();
  expect(await sign.count()).toBe(0);
  const letCome = await holdBack(page, path);
  await link.click();
  await sign.waitFor();
  expect(await page.locator('[data-opening]').count()).toBe(1);
  expect(await link.boundingBox()).toEqual(before);
  letCome();
  await page.waitForURL(`**${path}`);
  await sign.waitFor({ state: 'detached' });
});

test('a key that opens a page shows it at the same place, and so does the palette', async () => {
  const page = await openInbox();
  const rail = page.getByRole('navigation', { name: 'Mailroom' });
  const shown = (path = '/') => rail.locator(`a[href^="${path}"] [data-opening]`).count();
  const letAddresses = await holdBack(page, '/addresses');
  const letActivity = await holdBack(page, '/activity');
  await page.keyboard.type('ga');
  await expect.poll(() => shown('/addresses')).toBe(1);
  expect(await shown()).toBe(1);
  letAddresses();
  await page.getByRole('heading', { name: 'Addresses', exact: true }).waitFor();
  await expect.poll(() => shown()).toBe(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What to do' }).fill('activity');
  await page.getByRole('option', { name: 'Activity', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(() => shown('/activity')).toBe(1);
  letActivity();
  await page.getByRole('heading', { name: 'Activity', exact: true }).waitFor();
  await expect.poll(() => shown()).toBe(0);
});

test('the settings show it too', async () => {
  const page = await openPage('/settings/members');
  const letCome = await holdBack(page, '/settings/teams');
  const link = page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name: 'Teams' });
  await link.click();
  await link.locator('[data-opening]').waitFor();
  letCome();
  await page.getByRole('button', { name: 'Make team' }).waitFor();
  await link.locator('[data-opening]').waitFor({ state: 'detached' });
});

test('where there is one domain, the part before the @ makes an address; the focus stays where it was', async () => {
  const page = await openPage('/addresses');
  const field = page.getByLabel('New address');
  const create = page.getByRole('button', { name: 'Create' });
  await field.fill('two words');
  await create.click();
  await page.getByRole('alert').filter({ hasText: 'is not an email address' }).waitFor();
  await hasFocus(field);
  await field.fill('Support');
  await create.click();
  await page.getByText('support@inbox.acme.example is ready to receive.').waitFor();
  await hasFocus(create);
  await field.fill('4155550100');
  await create.click();
  await page.getByText('needs its country code').waitFor();

  const { workspaceId } = await database().member.findFirstOrThrow();
  const { id } = await database().domain.create({ data: { workspaceId, name: 'second.acme.example' } });
  await page.reload();
  await page.getByText('An email at one of your domains').waitFor();
  await field.fill('press');
  await create.click();
  await page.getByText('“press” is neither an email address').waitFor();
  await database().domain.delete({ where: { id } });
});

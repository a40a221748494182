import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { clipboard, openMailroom, PHONE, signIn } from '#tests/support/journey.ts';
import { deliverSample, SAMPLE_MAIL, type SampleMail } from '#tests/support/sample-mail.ts';

const journey = openMailroom();
const OWNER = { name: 'Ada', email: 'ada@acme.example', password: 'correct horse battery' };
const BRAND = 'brand@inbox.acme.example';
const DEV = 'dev@inbox.acme.example';

/** Signed in once: sign-in has its own journey. */
let storageState: BrowserContextOptions['storageState'];

beforeAll(async () => {
  const { workspaceId, memberId } = await setUp({
    workspace: 'Acme',
    owner: OWNER,
    domain: 'inbox.acme.example',
    address: BRAND,
  });
  const owner = { kind: 'member', id: memberId, workspaceId, name: 'Ada', role: 'owner' } as const;
  await createAddress(owner, { address: DEV, label: 'GitHub acme-dev' });
  const page = await journey.visit('/sign-in');
  await signIn(page, OWNER.email, OWNER.password);
  await page.waitForURL('**/inbox');
  storageState = await page.context().storageState();
});

beforeEach(async () => {
  await database().message.deleteMany();
  for (const sample of SAMPLE_MAIL.toReversed()) {
    await deliverSample(sample.name === 'GitHub' ? DEV : BRAND, sample);
  }
});

const fresh = (code: string, change: Partial<SampleMail> = {}): SampleMail => ({
  from: 'info@x.com',
  name: 'X',
  subject: `Your X confirmation code is ${code}`,
  text: `Your X confirmation code is ${code}.`,
  proven: 'x.com',
  ...change,
});

/** As the owner, with the event stream open: what is delivered from then on comes over it. */
async function openInbox(path = '/inbox', options: BrowserContextOptions = {}): Promise<Page> {
  const page = await journey.open({ ...options, storageState });
  const streaming = page.waitForResponse((response) => response.url().endsWith('/api/v1/events'));
  await page.goto(`${journey.url}${path}`);
  await streaming;
  return page;
}

const now = (page: Page) => page.getByRole('region', { name: 'The newest code' });
const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

describe('the newest code', () => {
  test('is copied with one key, and with one click, without the space that the eye sees', async () => {
    const page = await openInbox();
    await now(page).getByText('brand@inbox.acme.example').waitFor();
    await page.keyboard.press('c');
    await now(page).getByText('Copied').waitFor();
    await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' });
    expect(await clipboard(page)).toBe('62v3cc5t');

    await row(page, '[GitHub]').getByRole('button', { name: 'Copy 481902' }).click();
    expect(await clipboard(page)).toBe('481902');
    expect(page.url()).not.toContain('message=');
  });

  test('appears by itself, and the one it replaces says so', async () => {
    const page = await openInbox();
    await row(page, 'code is 62v3cc5t').getByText('login', { exact: true }).waitFor();
    await deliverSample(BRAND, fresh('n3w9code'));
    await now(page).getByRole('button', { name: 'Copy n3w9code' }).waitFor();
    await row(page, 'code is n3w9code').getByText('x.com', { exact: true }).waitFor();
    await row(page, 'code is 62v3cc5t').getByText('superseded', { exact: true }).waitFor();
  });

  test('does not move what one is reading further down', async () => {
    for (let count = 0; count < 60; count += 1)
      await deliverSample(BRAND, {
        from: 'a@b.example',
        subject: `Letter ${count}`,
        text: 'Hello',
        seconds: 90_000 + count,
      });
    const page = await openInbox();
    const letter = row(page, 'Letter 20');
    await page.getByRole('list', { name: 'Messages' }).hover();
    await page.mouse.wheel(0, 900);
    await letter.waitFor();
    const before = await letter.boundingBox();
    await deliverSample(BRAND, fresh('n3w9code'));
    await now(page).getByRole('button', { name: 'Copy n3w9code' }).waitFor();
    await page.waitForTimeout(300);
    expect(Math.abs(((await letter.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThanOrEqual(1);
  });

  test('that one takes is taken on every screen, and stays under one’s own hand', async () => {
    const mine = await openInbox();
    const others = await openInbox();
    await now(mine).getByRole('button', { name: 'Take it' }).click();
    await now(mine).getByText('Taken by you').waitFor();
    await row(others, 'code is 62v3cc5t').getByText('taken', { exact: true }).waitFor();
    await now(others).getByRole('button', { name: 'Copy 481902' }).waitFor();
    await mine.keyboard.press('c');
    expect(await clipboard(mine)).toBe('62v3cc5t');
  });
});

describe('a message', () => {
  test('is opened with the keys: its proof, why the code is one, its text, its layout and its source', async () => {
    const page = await openInbox();
    await now(page).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    const reader = page.getByRole('article');
    await reader.getByText('Proven to come from x.com').waitFor();
    expect(await reader.locator('mark').textContent()).toBe('62v3cc5t');
    await reader.getByText('We noticed an attempt to log in').first().waitFor();

    await reader.getByRole('tab', { name: 'HTML' }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'Confirm your login' }).waitFor();
    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts');
    await reader.getByRole('tab', { name: 'Source' }).click();
    await reader.getByText('Message-ID: <').waitFor();

    await page.keyboard.press('j');
    await reader.getByRole('heading', { name: '[GitHub] Please verify your device' }).waitFor();
    await page.keyboard.press('Escape');
    await reader.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('message=');
  });

  test('can be sent to a colleague as a link, and is read from then on', async () => {
    const page = await openInbox();
    await row(page, 'Invoice 2026-1184').getByText('Unread').waitFor({ state: 'attached' });
    await row(page, 'Invoice 2026-1184').getByRole('button', { name: 'Invoice' }).click();
    await page.getByRole('link', { name: 'invoice-2026-1184.pdf' }).waitFor();
    await row(page, 'Invoice 2026-1184').getByText('Unread').waitFor({ state: 'detached' });
    await page.waitForTimeout(300);
    await page.goto(page.url());
    await page
      .getByRole('article')
      .getByRole('heading', { name: 'Invoice 2026-1184 for November' })
      .waitFor();
    expect(await row(page, 'Invoice 2026-1184').getByText('Unread').count()).toBe(0);
  });

  test('from nobody in particular is not called by the name it gives itself', async () => {
    const page = await openInbox();
    await row(page, 'Urgent: your account').getByRole('button', { name: 'Urgent' }).click();
    const reader = page.getByRole('article');
    await reader.getByText('Not proven: anyone could have sent this').waitFor();
    await reader.getByRole('link', { name: /at x-support-team\.example/ }).waitFor();
  });

  test('cannot run anything or call home, whatever is in it', async () => {
    const html = `<p>Hello</p><img src="${journey.url}/stolen.png"><script>parent.document.title = 'stolen'</script>`;
    await deliverSample(BRAND, { from: 'a@b.example', subject: 'A trap', text: 'Hello', html });
    const page = await openInbox();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await row(page, 'A trap').getByRole('button', { name: 'A trap' }).click();
    await page.getByRole('tab', { name: 'HTML' }).click();
    await page.frameLocator('iframe').getByText('Hello').waitFor();
    expect(asked.filter((url) => url.includes('stolen'))).toEqual([]);
    expect(await page.title()).not.toBe('stolen');
  });
});

// A drain, a start, and the browser's own patience before it connects again.
const RESTARTED_WITHIN_MS = 90_000;

test(
  'while Mailroom is away the inbox says so, and afterwards it shows what came meanwhile',
  async () => {
    const page = await openInbox();
    await now(page).waitFor();
    const comeBack = await journey.goAway();
    await page.getByText('No connection to Mailroom.').waitFor();
    await deliverSample(BRAND, fresh('m1ssed1t'));
    await comeBack();
    await now(page).getByRole('button', { name: 'Copy m1ssed1t' }).waitFor({ timeout: RESTARTED_WITHIN_MS });
    await page.getByText('No connection to Mailroom.').waitFor({ state: 'detached' });
    await row(page, 'code is m1ssed1t').waitFor();
  },
  RESTARTED_WITHIN_MS,
);

test('Tab stops at one row, and the arrow keys lead on from there', async () => {
  const page = await openInbox();
  await row(page, 'code is 62v3cc5t').getByRole('button', { name: 'Your X' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page
    .getByRole('article')
    .getByRole('heading', { name: '[GitHub] Please verify your device' })
    .waitFor();
});

test('the rail narrows the inbox to one address, and the URL keeps it', async () => {
  const page = await openInbox();
  await page.getByRole('link', { name: 'GitHub acme-dev' }).click();
  await now(page).getByRole('button', { name: 'Copy 481902' }).waitFor();
  await page.waitForURL(`**/inbox?address=${encodeURIComponent(DEV)}`);
  expect(await page.getByRole('listitem').filter({ hasText: BRAND }).count()).toBe(1);
  await deliverSample(BRAND, fresh('elsewh3r'));
  await deliverSample(DEV, fresh('h3reh3re'));
  await now(page).getByRole('button', { name: 'Copy h3reh3re' }).waitFor();
  expect(await row(page, 'elsewh3r').count()).toBe(0);
});

test('the keys are on a sheet, and lead to the pages', async () => {
  const page = await openInbox();
  await now(page).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Copy the newest code').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.getByRole('heading', { name: 'Addresses', exact: true }).waitFor();
});

test('an address is created in place, and what is wrong with one is said in place', async () => {
  const page = await openInbox('/addresses');
  await page.getByLabel('New address').fill('brand@elsewhere.example');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('is not at a domain of this workspace').waitFor();
  expect(await page.getByLabel('New address').inputValue()).toBe('brand@elsewhere.example');
  await page.getByLabel('New address').fill('press@inbox.acme.example');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByText('press@inbox.acme.example is ready to receive.').waitFor();
  await page.getByRole('list', { name: 'Addresses' }).getByText('press@inbox.acme.example').waitFor();
});

test('on a phone the code is under the thumb, and a message is a page of its own', async () => {
  const page = await openInbox('/inbox', PHONE);
  const target = now(page).getByRole('button', { name: 'Copy 62v3cc5t' });
  const box = await target.boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(56);
  expect(box?.width).toBeGreaterThanOrEqual(360);
  expect(box?.y).toBeGreaterThan(844 / 2);
  await target.tap();
  expect(await clipboard(page)).toBe('62v3cc5t');

  await row(page, '[GitHub]').getByRole('button', { name: '[GitHub]' }).tap();
  await page
    .getByRole('article')
    .getByRole('heading', { name: '[GitHub] Please verify your device' })
    .waitFor();
  expect(await page.getByRole('list', { name: 'Messages' }).isVisible()).toBe(false);
  await page.goBack();
  await target.waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});

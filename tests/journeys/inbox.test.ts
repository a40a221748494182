import { describe, expect, test } from 'vitest';
import { database } from '#lib/database/client.ts';
import { BRAND, DEV, fresh, now, openAcme, row, untilLive } from '#tests/support/acme.ts';
import { clipboard, PHONE } from '#tests/support/journey.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';
import { TcpProxy } from '#tests/support/tcp-proxy.ts';

const { journey, openInbox, openPage } = openAcme();

/** The inbox scrolled to one of so many older letters, with the pages of the list that this asks for. */
async function readFurtherDown(letters: number) {
  for (let count = 0; count < letters; count += 1)
    await deliverSample(BRAND, {
      from: 'a@b.example',
      subject: `Letter ${count}`,
      text: 'Hello',
      seconds: 90_000 + count,
    });
  const page = await openInbox();
  const letter = row(page, 'Letter 30');
  const nextPage = page.waitForResponse((response) => response.url().includes('cursor='));
  await page.getByRole('list', { name: 'Messages' }).hover();
  await page.mouse.wheel(0, 900);
  await letter.waitFor();
  await nextPage;
  await page.waitForTimeout(300);
  return { page, letter };
}

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
    const { page, letter } = await readFurtherDown(60);
    const before = await letter.boundingBox();
    await deliverSample(BRAND, fresh('n3w9code'));
    await now(page).getByRole('button', { name: 'Copy n3w9code' }).waitFor();
    await page.waitForTimeout(300);
    expect((await letter.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  });

  test('does not move it either when it is the first, and takes the list’s place at the top', async () => {
    await database().message.deleteMany();
    const { page, letter } = await readFurtherDown(60);
    const before = await letter.boundingBox();
    expect(await now(page).count()).toBe(0);
    await deliverSample(BRAND, fresh('n3w9code'));
    await now(page).getByRole('button', { name: 'Copy n3w9code' }).waitFor();
    await page.waitForTimeout(300);
    expect((await letter.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
    await database().message.deleteMany({ where: { subject: { contains: 'n3w9code' } } });
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await now(page).waitFor({ state: 'detached' });
    await page.waitForTimeout(300);
    expect((await letter.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  });

  test('does not move it either when it belongs between others, above', async () => {
    const { page, letter } = await readFurtherDown(60);
    const before = await letter.boundingBox();
    const other = await openInbox();
    await deliverSample(DEV, { from: 'a@b.example', subject: 'Late', text: 'Hello', seconds: 80_000 });
    await row(other, 'Late').waitFor();
    await page.waitForTimeout(300);
    expect((await letter.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  });

  test('that one takes is taken on every screen, and stays under one’s own hand', async () => {
    const mine = await openInbox();
    const others = await openInbox();
    await now(mine).getByRole('button', { name: 'Take it' }).click();
    await now(mine).getByText('Taken by you').waitFor();
    await row(others, 'code is 62v3cc5t').getByText('taken by Ada', { exact: true }).waitFor();
    await now(others).getByRole('button', { name: 'Copy 481902' }).waitFor();
    await mine.keyboard.press('c');
    expect(await clipboard(mine)).toBe('62v3cc5t');
  });

  test('that another takes first stays in sight as theirs, and no key goes to the next one', async () => {
    const [mine, others] = [await openInbox(), await openInbox()];
    const mayTry = Promise.withResolvers<void>();
    await others.route('**/claim', async (route) => {
      await mayTry.promise;
      await route.continue();
    });
    await now(others).getByRole('button', { name: 'Take it' }).waitFor();
    await others.keyboard.press('t');
    await now(mine).getByRole('button', { name: 'Take it' }).click();
    await now(mine).getByText('Taken by you').waitFor();
    const refused = others.waitForResponse('**/claim');
    mayTry.resolve();
    expect((await refused).status()).toBe(409);
    await now(others).getByText('Taken by Ada').waitFor();
    await others.keyboard.press('t');
    await others.keyboard.press('c');
    await now(others).getByText('Copied').waitFor();
    expect(await clipboard(others)).toBe('62v3cc5t');
    expect(await now(others).textContent()).not.toMatch(/[0-9a-f]{8}-|\d{4}-\d\d-/);
    await now(others).getByRole('button', { name: 'Copy 481902' }).waitFor();
    expect(await database().code.count({ where: { claimedAt: { not: null } } })).toBe(1);
  });

  test('that another takes is held also where nobody tried, if it was there to be aimed at', async () => {
    const [mine, others] = [await openInbox(), await openInbox()];
    await now(others).getByRole('button', { name: 'Copy 62v3cc5t' }).waitFor();
    await others.waitForTimeout(1_100);
    await now(mine).getByRole('button', { name: 'Take it' }).click();
    await now(others).getByText('Taken by Ada').waitFor();
    await others.keyboard.press('t');
    await now(others).getByRole('button', { name: 'Copy 481902' }).waitFor();
    expect(await database().code.count({ where: { claimedAt: { not: null } } })).toBe(1);
  });

  test('that was taken stays so where an answer from before comes later than the news', async () => {
    const mine = await openInbox();
    const others = await openInbox();
    const [asked, news] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await others.route('**/api/v1/messages?*', async (route) => {
      const response = await route.fetch();
      asked.resolve();
      await news.promise;
      await route.fulfill({ response });
    });
    await others.evaluate(() => window.dispatchEvent(new Event('online')));
    await asked.promise;
    await now(mine).getByRole('button', { name: 'Take it' }).click();
    const taken = row(others, 'code is 62v3cc5t').getByText('taken by Ada', { exact: true });
    await taken.waitFor();
    const late = others.waitForResponse('**/api/v1/messages?*');
    news.resolve();
    await (await late).finished();
    await others.waitForTimeout(300);
    expect(await taken.isVisible()).toBe(true);
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

test(
  'while Mailroom is away a message keeps what the list knows of it, and the rest comes by itself afterwards',
  async () => {
    const page = await openInbox();
    await now(page).waitFor();
    const comeBack = await journey.goAway();
    await row(page, '[GitHub]').getByRole('link').first().click();
    const reader = page.getByRole('article');
    // All of its tries have failed by then.
    await reader.getByRole('button', { name: 'Try again', exact: true }).waitFor({ timeout: 60_000 });
    await reader.getByText('could not be fetched. Mailroom does not answer.').waitFor();
    await reader.getByRole('heading', { name: '[GitHub] Please verify your device' }).waitFor();
    await reader.getByRole('button', { name: 'Copy 481902' }).waitFor();
    await page.keyboard.press('t');
    await now(page).getByText('As far as this page can tell, nothing was done').waitFor();
    await comeBack();
    await reader
      .getByText('A sign in attempt requires further verification')
      .first()
      .waitFor({ timeout: RESTARTED_WITHIN_MS });
  },
  RESTARTED_WITHIN_MS,
);

test('what is pressed without a connection fails at once, and is not done afterwards', async () => {
  const page = await openInbox();
  await now(page).getByRole('button', { name: 'Take it' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('No connection to Mailroom.').waitFor();
  await page.keyboard.press('t');
  await now(page).getByText('Mailroom does not answer.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('No connection to Mailroom.').waitFor({ state: 'detached' });
  expect(await database().code.count({ where: { claimedAt: { not: null } } })).toBe(0);
});

test('a browser whose network goes away says so within seconds on any page, and the inbox then catches up', async () => {
  const [page, other] = [await openInbox(), await openInbox('/accounts')];
  await Promise.all([page, other].map((each) => each.context().setOffline(true)));
  await page.getByText('No connection to Mailroom.').waitFor();
  await other.getByText('No connection to Mailroom.').waitFor();
  await deliverSample(BRAND, fresh('m1ssed2t'));
  await page.context().setOffline(false);
  await now(page).getByRole('button', { name: 'Copy m1ssed2t' }).waitFor();
  await page.getByText('No connection to Mailroom.').waitFor({ state: 'detached' });
});

test(
  'a connection that looks open and carries nothing any more is noticed, also where a message takes the list’s place',
  async () => {
    const network = await TcpProxy.start(journey.url);
    try {
      const page = await openInbox('/inbox', PHONE);
      await page.goto(`http://localhost:${new URL(network.url).port}/inbox`);
      await row(page, 'code is 62v3cc5t').getByRole('link').first().click();
      await page.getByRole('button', { name: 'Back to the Inbox' }).waitFor();
      network.stall();
      await page.getByText('No connection to Mailroom.').waitFor({ timeout: RESTARTED_WITHIN_MS });
    } finally {
      await network.cut();
    }
  },
  RESTARTED_WITHIN_MS,
);

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

  await row(page, 'Urgent').getByText('Not proven').waitFor();
  await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).tap();
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

test('the inbox loads less than 200,000 bytes of compressed script', async () => {
  const page = await openInbox();
  await page.waitForLoadState('load');
  const sizes = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => name.endsWith('.js'))
      .map(({ encodedBodySize }) => encodedBodySize),
  );
  expect(Math.min(...sizes)).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(200_000);
});

test('a row is a link: it opens its message before the page lives, and in a new tab within the same list', async () => {
  const early = await openPage('/inbox', { javaScriptEnabled: false });
  await row(early, '[GitHub]').getByRole('link').click();
  const heading = { name: '[GitHub] Please verify your device' };
  await early.getByRole('article').getByRole('heading', heading).waitFor();

  const page = await openInbox(`/inbox?address=${encodeURIComponent(DEV)}`);
  const opened = page.context().waitForEvent('page');
  await row(page, '[GitHub]').getByRole('link').click({ button: 'middle' });
  const tab = await opened;
  await tab.getByRole('article').getByRole('heading', heading).waitFor();
  expect(new URL(tab.url()).searchParams.get('address')).toBe(DEV);
  expect(page.url()).not.toContain('message=');
});

test('a code that is pressed before the page lives is copied as soon as it does', async () => {
  const page = await openInbox();
  let letScriptsCome = () => {};
  const mayCome = new Promise<void>((resolve) => {
    letScriptsCome = resolve;
  });
  await page.route('**/_next/static/**/*.js', async (route) => {
    await mayCome;
    await route.continue();
  });
  const loading = page.reload();
  await row(page, '[GitHub]').getByRole('button', { name: 'Copy 481902' }).click();
  letScriptsCome();
  await loading;
  await row(page, '[GitHub]').getByText('Copied').waitFor();
  expect(await clipboard(page)).toBe('481902');
});

test('another list is read from its beginning', async () => {
  for (let n = 0; n < 40; n += 1)
    await deliverSample(BRAND, { ...fresh('h3reh3re'), subject: `Invoice ${n}`, text: `Invoice ${n}` });
  const page = await openInbox();
  const list = page.getByRole('list', { name: 'Messages' });
  const scrolled = () => list.evaluate((element) => element.parentElement?.scrollTop ?? -1);
  await row(page, 'Invoice 39').waitFor();
  await list.evaluate((element) => element.parentElement?.scrollTo(0, 900));
  await expect.poll(scrolled).toBe(900);
  await page.getByLabel('Search messages').fill('invoice');
  await row(page, 'Invoice 39').locator('mark').first().waitFor();
  await expect.poll(scrolled).toBe(0);
});

test('a list that was left for another page is where it was left', async () => {
  const { page, letter } = await readFurtherDown(60);
  const before = await letter.boundingBox();
  await page.keyboard.type('ga');
  await page.getByRole('heading', { name: 'Addresses' }).waitFor();
  await page.goBack();
  await letter.waitFor();
  await expect
    .poll(async () => (await letter.boundingBox())?.y, { timeout: 10_000 })
    .toBeCloseTo(before?.y ?? 0, 0);
});

test('the tab is named after what is open in it', async () => {
  const page = await openInbox();
  const named = (title: string) => expect.poll(() => page.title(), { timeout: 10_000 }).toBe(title);
  await named('Inbox · Mailroom');
  await page.getByRole('link', { name: 'GitHub acme-dev' }).click();
  await named('GitHub acme-dev · Mailroom');
  await page.getByLabel('Search messages').fill('device');
  await named('“device” · GitHub acme-dev · Mailroom');
  await row(page, '[GitHub]').getByRole('link').first().click();
  await named('[GitHub] Please verify your device · Mailroom');
  const listening = untilLive(page);
  await page.reload();
  await listening;
  await named('[GitHub] Please verify your device · Mailroom');
  await page.keyboard.press('Escape');
  await named('“device” · GitHub acme-dev · Mailroom');
  await page.goto(`${journey.url}/accounts`);
  await named('Accounts · Mailroom');
  await page.getByRole('link', { name: /^Inbox/ }).click();
  await named('Inbox · Mailroom');
  await page.getByRole('link', { name: 'Accounts' }).click();
  await named('Accounts · Mailroom');
});

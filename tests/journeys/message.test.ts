import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { BRAND, now, openAcme, row } from '#tests/support/acme.ts';
import { PHONE } from '#tests/support/journey.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';

const { journey, openInbox } = openAcme();

describe('a message', () => {
  test('is opened with the keys: its proof, why the code is one, its text, its layout and its source', async () => {
    const page = await openInbox();
    await now(page).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    const reader = page.getByRole('article');
    await reader.getByText('Proven to come from x.com').waitFor();
    expect(await reader.getByRole('region', { name: 'Code 62v3cc5t' }).locator('mark').textContent()).toBe(
      '62v3cc5t',
    );
    await reader.getByText('We noticed an attempt to log in').first().waitFor();

    await reader.getByRole('tab', { name: 'HTML' }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'Confirm your login' }).waitFor();
    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts');
    await reader.getByRole('tab', { name: 'Source' }).click();
    await reader.getByText('Message-ID: <').waitFor();
    await reader.getByText('SPF pass · DKIM pass · DMARC pass · ARC none').waitFor();

    await page.keyboard.press('j');
    await reader.getByRole('heading', { name: '[GitHub] Please verify your device' }).waitFor();
    await page.keyboard.press('Escape');
    await reader.waitFor({ state: 'detached' });
    expect(page.url()).not.toContain('message=');
  });

  test('is there with its code at once, whatever the network; the rest follows', async () => {
    const page = await openInbox();
    let letItCome = () => {};
    const mayCome = new Promise<void>((resolve) => {
      letItCome = resolve;
    });
    await page.route('**/api/v1/messages/*', async (route) => {
      await mayCome;
      await route.continue();
    });
    await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).click();
    const reader = page.getByRole('article');
    await reader.getByRole('heading', { name: '[GitHub] Please verify your device' }).waitFor();
    const copy = reader.getByRole('button', { name: 'Copy 481902' });
    const before = await copy.boundingBox();
    expect(await reader.getByRole('tab').count()).toBe(0);
    letItCome();
    await reader.getByText('A sign in attempt requires further verification').first().waitFor();
    expect(await copy.boundingBox()).toEqual(before);
  });

  test('shows the size of a file with the longest name on the narrowest phone', async () => {
    const filename = `${'contract-'.repeat(20)}final.pdf`;
    await deliverSample(BRAND, {
      from: 'a@b.example',
      subject: 'The contract',
      text: 'It is attached.',
      attachments: [{ filename, contentType: 'application/pdf', size: 200_000 }],
      seconds: 0,
    });
    const page = await openInbox('/inbox', { ...PHONE, viewport: { width: 320, height: 640 } });
    await row(page, 'The contract').getByRole('link', { name: 'The contract' }).tap();
    const size = await page.getByRole('article').getByText('195 KiB').boundingBox();
    expect((size?.x ?? 320) + (size?.width ?? 0)).toBeLessThan(320);
  });

  test('reads from the right where it is written from the right, paragraph by paragraph', async () => {
    await deliverSample(BRAND, {
      from: 'a@b.example',
      subject: 'رمز التحقق',
      text: 'مرحبا!\n\nHello!',
      seconds: 0,
    });
    const page = await openInbox();
    await row(page, 'رمز التحقق').getByRole('link').first().click();
    const text = page.getByRole('article').getByText('مرحبا');
    const edges = await text.evaluate((paragraph) => {
      const lines = document.createRange();
      lines.selectNodeContents(paragraph);
      const { left, right } = paragraph.getBoundingClientRect();
      const rects = [...lines.getClientRects()].filter(({ width }) => width > 0);
      const [first, last] = [rects[0], rects.at(-1)];
      return { first: right - (first?.right ?? 0), last: (last?.left ?? 0) - left };
    });
    // Its padding, and no more.
    expect(Math.max(edges.first, edges.last)).toBeLessThanOrEqual(25);
  });

  test('that is written from the right is cut at its end in the list, as any other', async () => {
    const words = 'רמז האימות החד פעמי שלך לכניסה לחשבון נמצא בהמשך ואין למסור אותו לאף אדם אחר '.repeat(2);
    await deliverSample(BRAND, { from: 'a@b.example', subject: `א${words}`, text: `ב${words}`, seconds: 0 });
    const page = await openInbox();
    for (const first of ['א', 'ב']) {
      const text = page.getByRole('listitem').getByText(`${first}רמז האימות`);
      const [left, right] = await text.evaluate((element) => {
        const box = element.getBoundingClientRect();
        const letter = document.createRange();
        letter.setStart(element.firstChild ?? element, 0);
        letter.setEnd(element.firstChild ?? element, 1);
        const { left, right } = letter.getBoundingClientRect();
        return [left - box.left, box.right - right];
      });
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeGreaterThanOrEqual(0);
    }
  });

  test('is printed whole, and without what stands around it', async () => {
    await deliverSample(BRAND, {
      from: 'a@b.example',
      subject: 'A long letter',
      text: 'A line.\n'.repeat(200),
      seconds: 0,
    });
    const page = await openInbox();
    await row(page, 'A long letter').getByRole('link').first().click();
    const letter = page.getByRole('article', { name: 'A long letter' });
    await letter.getByText('A line.').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('link', { name: 'Addresses' }).isVisible()).toBe(false);
    expect(await page.getByRole('list', { name: 'Messages' }).isVisible()).toBe(false);
    expect(await letter.getByRole('button').count()).toBe(0);
    const { height } = (await letter.boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThan(200 * 20);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThanOrEqual(height);
  });

  test('can be sent to a colleague as a link, and is read from then on', async () => {
    const page = await openInbox();
    await row(page, 'Invoice 2026-1184').getByText('Unread').waitFor({ state: 'attached' });
    await row(page, 'Invoice 2026-1184').getByRole('link', { name: 'Invoice' }).click();
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
    await row(page, 'Urgent: your account').getByRole('link', { name: 'Urgent' }).click();
    const reader = page.getByRole('article');
    await reader.getByText('Not proven: anyone could have sent this').waitFor();
    await reader.getByRole('link', { name: /at x-support-team\.example/ }).waitFor();
  });

  test('cannot run anything or call home, whatever is in it', async () => {
    // What counts is what arrives: a browser reports the requests that it refuses to send, too.
    const asked: (string | undefined)[] = [];
    const stranger = createServer((request, response) => {
      asked.push(request.url);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const { port } = stranger.address() as AddressInfo;
    const html = `<p>Hello</p><img src="http://127.0.0.1:${port}/stolen.png"><img src="${journey.url}/stolen.png"><script>parent.document.title = 'stolen'</script>`;
    await deliverSample(BRAND, { from: 'a@b.example', subject: 'A trap', text: 'Hello', html });
    const page = await openInbox();
    page.on('response', (response) => response.url().includes('stolen') && asked.push(response.url()));
    await row(page, 'A trap').getByRole('link', { name: 'A trap' }).click();
    await page.getByRole('tab', { name: 'HTML' }).click();
    const frame = page.frameLocator('iframe');
    await frame.getByText('Hello').waitFor();
    // Both pictures have been given up by then.
    await expect
      .poll(() =>
        frame.locator('img').evaluateAll((all) => all.map((img) => (img as HTMLImageElement).complete)),
      )
      .toEqual([true, true]);
    expect(asked).toEqual([]);
    stranger.close();
    expect(await page.title()).not.toBe('stolen');
  });
});

test.each([
  ['beside the list', {}, 'Close the message'],
  ['in its place', PHONE, 'Back to the Inbox'],
])('a message that is not there any more says so %s, with a way out', async (_, options, out) => {
  const page = await openInbox(`/inbox?message=${crypto.randomUUID()}`, options);
  await page.getByRole('article').getByRole('heading', { name: 'This message is not here' }).waitFor();
  await page.getByRole('button', { name: out }).click();
  await page.getByRole('article').waitFor({ state: 'detached' });
  await row(page, '[GitHub]').waitFor();
  expect(page.url()).not.toContain('message=');
});

test('Tab stops at one row, and the arrow keys lead on from there', async () => {
  const page = await openInbox();
  await row(page, 'code is 62v3cc5t').getByRole('link', { name: 'Your X' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page
    .getByRole('article')
    .getByRole('heading', { name: '[GitHub] Please verify your device' })
    .waitFor();
});

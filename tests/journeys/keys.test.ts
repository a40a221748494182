import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { database } from '#lib/database/client.ts';
import { BRAND, now, openAcme, row } from '#tests/support/acme.ts';
import { clipboard } from '#tests/support/journey.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';
import { soon } from '#tests/support/soon.ts';

const { openInbox } = openAcme();

const reader = (page: Page) => page.getByRole('article');

/** Opens the palette, and takes the first of what these words find. */
async function choose(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'What to do' });
  await field.fill(words);
  await page.getByRole('option', { selected: true }).waitFor();
  await field.press('Enter');
}

test('the keys are on a sheet, and lead to the pages', async () => {
  const page = await openInbox();
  await now(page).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).getByText('Copy the newest code').waitFor();
  await page.keyboard.press('Escape');
  for (const [keys, heading] of [
    ['ga', 'Addresses'],
    ['gl', 'Activity'],
    ['gs', 'Settings'],
    ['gt', 'Accounts'],
  ] as const) {
    await page.keyboard.type(keys);
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
  }
  await page.keyboard.type('gi');
  await now(page).waitFor();
  await now(page).getByRole('button', { name: 'Take it' }).waitFor();
});

test('the focus goes with the selection, also where nothing had it, and where what had it is gone', async () => {
  const page = await openInbox();
  await now(page).waitFor();
  const focused = () =>
    page.evaluate(
      () => document.activeElement?.closest('li')?.textContent ?? document.activeElement?.tagName,
    );
  expect(await focused()).toBe('BODY');
  await page.keyboard.press('j');
  await expect.poll(focused).toContain('code is 62v3cc5t');
  await page.keyboard.press('j');
  await expect.poll(focused).toContain('[GitHub]');
  await page.keyboard.press('e');
  await expect.poll(focused).toContain('code is k93mq2wp');
});

test('where a message takes the list’s place, the focus goes to its heading and back to its row', async () => {
  await deliverLetters(30);
  // Read before: once it is, its sender is bold no more, and what stands behind it moves.
  await database().$executeRaw`INSERT INTO read_state (workspace_id, message_id, member_id, read_at)
      SELECT m.workspace_id, m.id, member.id, now() FROM message m JOIN member USING (workspace_id) WHERE m.subject = 'Letter 20'`;
  const page = await openInbox('/inbox', { viewport: { width: 720, height: 600 } });
  const letter = row(page, 'Letter 20').getByRole('link');
  const list = page.getByRole('list', { name: 'Messages' });
  await list.hover();
  await page.mouse.wheel(0, 1_200);
  // Playwright does not wait for the scrolling: measured before its end, the row would stand elsewhere.
  await expect.poll(() => list.evaluate((element) => element.parentElement?.scrollTop)).toBe(1_200);
  await letter.focus();
  const before = await letter.boundingBox();
  await page.keyboard.press('Enter');
  const heading = reader(page).getByRole('heading', { name: 'Letter 20' });
  const isFocused = (element: HTMLElement | SVGElement) => element === document.activeElement;
  await expect.poll(() => heading.evaluate(isFocused)).toBe(true);
  await page.keyboard.press('Escape');
  await reader(page).waitFor({ state: 'detached' });
  await expect.poll(() => letter.evaluate(isFocused)).toBe(true);
  expect(await letter.boundingBox()).toEqual(before);
});

test('one key takes the newest code; after g it leads elsewhere, and takes nothing', async () => {
  const page = await openInbox();
  await now(page).getByRole('button', { name: 'Take it' }).waitFor();
  await page.keyboard.type('gt');
  await page.getByRole('heading', { name: 'Accounts' }).waitFor();
  await page.keyboard.type('gi');
  await now(page).getByRole('button', { name: 'Take it' }).waitFor();
  await page.waitForTimeout(1_100);
  await page.keyboard.press('t');
  await now(page).getByText('Taken by you').waitFor();
  await row(page, 'code is 62v3cc5t').getByText('taken by you', { exact: true }).waitFor();
});

test('a message that a link has opened is put away with its key, however far down it stands', async () => {
  await deliverSample(BRAND, {
    from: 'a@b.example',
    subject: 'From last year',
    text: 'Hi',
    seconds: 9_000_000,
  });
  await deliverLetters(50);
  const { id } = await database().message.findFirstOrThrow({ where: { subject: 'From last year' } });
  const page = await openInbox(`/inbox?message=${id}`);
  await reader(page).getByRole('heading', { name: 'From last year' }).waitFor();
  await page.keyboard.press('e');
  await page.getByText('Archived: From last year').waitFor();
  await reader(page).waitFor({ state: 'detached' });
});

describe('the palette', () => {
  test('goes where its words say, and does what can be done with the open message', async () => {
    const page = await openInbox();
    await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).click();
    await reader(page).waitFor();
    await page.getByRole('navigation', { name: 'Mailroom' }).getByRole('button', { name: 'Search' }).click();
    const field = page.getByRole('combobox', { name: 'What to do' });
    await page.getByRole('option', { name: 'Copy the code 481902', selected: true }).waitFor();
    await field.fill('copy');
    await page.getByRole('option', { name: 'Copy the code 481902', selected: true }).waitFor();
    await field.press('Enter');
    await reader(page).getByText('Copied').waitFor();
    expect(await clipboard(page)).toBe('481902');

    await choose(page, 'github dev');
    await page.waitForURL('**/inbox?address=dev*');

    await page.keyboard.press('Control+k');
    await field.fill('invoice');
    await field.press('ArrowUp');
    await field.press('Enter');
    await row(page, 'Invoice 2026-1184').waitFor();
    expect(await page.locator('[data-row]').count()).toBe(1);

    await choose(page, 'activity');
    await page.getByRole('heading', { name: 'Activity' }).waitFor();
    await choose(page, 'invite');
    await page.getByRole('button', { name: 'Invite somebody' }).waitFor();
  });

  test('does it as the button does: what is copied is recorded, what is taken is seen, what is put away comes back', async () => {
    const page = await openInbox();
    await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).click();
    await reader(page).getByRole('button', { name: 'Copy 481902' }).waitFor();
    const copied = () => database().auditEvent.count({ where: { action: 'code.copied' } });
    const before = await copied();
    await choose(page, 'copy the code');
    await soon(async () => expect(await copied()).toBe(before + 1));
    await choose(page, 'take the code');
    await reader(page).getByText('Taken by you').waitFor();
    await choose(page, 'archive');
    await reader(page).waitFor({ state: 'detached' });
    await page.getByText('Archived: [GitHub]').waitFor();
    await page.keyboard.press('z');
    await row(page, '[GitHub]').waitFor();
  });
});

async function deliverLetters(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await deliverSample(BRAND, {
      from: 'a@b.example',
      subject: `Letter ${n}`,
      text: 'Hi',
      seconds: 90_000 + n,
    });
}

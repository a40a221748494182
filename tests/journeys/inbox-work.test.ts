import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { hashPassword } from '#lib/access/passwords.ts';
import { database } from '#lib/database/client.ts';
import { BRAND, fresh, now, openAcme, row, untilLive } from '#tests/support/acme.ts';
import { clipboard, PHONE, signIn } from '#tests/support/journey.ts';
import { deliverSample, SAMPLE_MAIL } from '#tests/support/sample-mail.ts';

const { journey, openInbox, openPage } = openAcme();

const search = (page: Page) => page.getByRole('textbox', { name: 'Search messages' });
const reader = (page: Page) => page.getByRole('article');
const rail = (page: Page) => page.getByRole('navigation', { name: 'Mailroom' });

/** The day after the one on which a sample came, as a field for a day takes it. */
function dayAfter(subject: string): string {
  const { seconds = 0 } = SAMPLE_MAIL.find((each) => each.subject?.startsWith(subject)) ?? {};
  const day = new Date(Date.now() - seconds * 1000);
  day.setDate(day.getDate() + 1);
  return day.toLocaleDateString('sv-SE');
}

describe('search', () => {
  test('narrows the list while one types, marks what it found, and stays in the URL', async () => {
    const page = await openInbox();
    await now(page).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('from:x has:code confirm');
    await row(page, '[GitHub]').waitFor({ state: 'detached' });
    await row(page, 'code is 62v3cc5t').locator('mark', { hasText: 'confirm' }).first().waitFor();
    // What was looked for in senders is no find in a subject.
    expect(await row(page, 'code is 62v3cc5t').locator('mark', { hasText: /^X$/ }).count()).toBe(1);
    await page.waitForURL(`**/inbox?q=${'from%3Ax+has%3Acode+confirm'}`);
    await page.reload();
    await row(page, 'code is 62v3cc5t').waitFor();
    expect(await row(page, '[GitHub]').count()).toBe(0);
    await search(page).press('Escape');
    await row(page, '[GitHub]').waitFor();
    expect(page.url()).not.toContain('q=');
  });

  test('has the newest code of what it found on top', async () => {
    const page = await openInbox();
    await now(page).getByRole('button', { name: 'Copy 62v3cc5t' }).waitFor();
    await search(page).fill('service:github');
    await now(page).getByRole('button', { name: 'Copy 481902' }).waitFor();
    await search(page).press('Enter');
    await page.keyboard.press('c');
    await now(page).getByText('Copied').waitFor();
    expect(await clipboard(page)).toBe('481902');
    await search(page).fill('invoice');
    await now(page).waitFor({ state: 'detached' });
    await search(page).fill('');
    await now(page).getByRole('button', { name: 'Copy 62v3cc5t' }).waitFor();
  });

  test('says in place what it does not understand, and what it did not find', async () => {
    const page = await openInbox();
    await search(page).fill('is:red');
    await page.getByText('is: is followed by unread, archived').waitFor();
    await search(page).fill('nothing has this');
    await page.getByText('No message matches “nothing has this”.').waitFor();
    await page.getByRole('button', { name: 'Show the whole inbox' }).click();
    await row(page, '[GitHub]').waitFor();
    expect(await search(page).inputValue()).toBe('');
  });

  test('says that nothing matches only when the answer has come, also on a page opened with it', async () => {
    const page = await openPage('/addresses');
    const mayAnswer = Promise.withResolvers<void>();
    let asked = 0;
    await page.route('**/api/v1/messages?*', async (route) => {
      asked += 1;
      await mayAnswer.promise;
      await route.continue();
    });
    await page.goto(`${journey.url}/inbox?q=is%3Ausable`);
    // The page's own question, and the event stream's.
    await expect.poll(() => asked, { timeout: 10_000 }).toBe(2);
    await page.waitForTimeout(300);
    expect(await page.getByText('No message matches').count()).toBe(0);
    expect(await page.getByText('Searching …').isVisible()).toBe(true);
    mayAnswer.resolve();
    await row(page, 'code is 62v3cc5t').waitFor();
  });

  test('is also chosen from filters, and takes in what comes meanwhile', async () => {
    const page = await openInbox();
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('Service').selectOption('x');
    await page.getByLabel('Code', { exact: true }).selectOption('usable');
    expect(await search(page).inputValue()).toBe('service:x is:usable');
    await row(page, 'code is 62v3cc5t').waitFor();
    await row(page, '[GitHub]').waitFor({ state: 'detached' });
    await deliverSample(BRAND, fresh('n3w9code'));
    await row(page, 'code is n3w9code').waitFor();
  });

  test('finds by sender and by day from fields too, on a phone: they write what can be typed', async () => {
    const page = await openInbox('/inbox', PHONE);
    await page.getByRole('button', { name: 'Filters' }).tap();
    await page.getByLabel('Sender').pressSequentially('X Sup');
    await row(page, '[GitHub]').waitFor({ state: 'detached' });
    await row(page, 'Urgent').waitFor();
    expect(await search(page).inputValue()).toBe('from:"X Sup"');

    await page.getByLabel('Sender').fill('x');
    await page.getByLabel('Before').fill(dayAfter('New login to X'));
    await row(page, 'Urgent').waitFor({ state: 'detached' });
    await row(page, 'New login to X').waitFor();
    await page.waitForURL(`**/inbox?q=from%3Ax+before%3A${dayAfter('New login to X')}`);
    await page.getByLabel('Since').fill(dayAfter('New login to X'));
    await page.getByLabel('Before').fill('');
    await row(page, 'New login to X').waitFor({ state: 'detached' });
    await row(page, 'Urgent').waitFor();

    await search(page).fill('from:github after:yesterday');
    await row(page, '[GitHub]').waitFor();
    expect(await page.getByLabel('Sender').inputValue()).toBe('github');
    expect(await page.getByLabel('Since').inputValue()).toBe('');
  });
});

describe('a member’s own inbox', () => {
  test('counts what is unread, also as mail comes; copying a code reads its message, opening it does not', async () => {
    const page = await openInbox();
    await rail(page).getByText('9 unread').waitFor();
    await deliverSample(BRAND, fresh('n3w9code'));
    await rail(page).getByText('10 unread').waitFor();

    await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).click();
    await reader(page).getByRole('heading', { name: '[GitHub]' }).waitFor();
    await reader(page).getByRole('button', { name: 'Copy 481902' }).waitFor();
    expect(await row(page, '[GitHub]').getByText('Unread').count()).toBe(1);
    await reader(page).getByRole('button', { name: 'Copy 481902' }).click();
    await rail(page).getByText('9 unread').waitFor();
    await page.keyboard.press('u');
    await rail(page).getByText('10 unread').waitFor();
  });

  test('does not read what could not be copied: that is said, and the code is selected for the hand', async () => {
    const page = await openInbox();
    await rail(page).getByText('9 unread').waitFor();
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('Not allowed'));
      document.execCommand = () => false;
    });
    const selected = () => page.evaluate(() => window.getSelection()?.toString());
    await row(page, '[GitHub]').getByRole('button', { name: 'Copy 481902' }).click();
    await row(page, '[GitHub]').getByText('Not copied').waitFor();
    expect(await selected()).toBe('481902');
    await page.keyboard.press('c');
    await now(page).getByRole('alert').getByText('The code is selected: copy it by hand.').waitFor();
    expect(await selected()).toBe('62v3cc5t');
    await page.keyboard.press('Control+c');
    expect(await clipboard(page)).toBe('62v3cc5t');
    await row(page, '[GitHub]').getByRole('link').first().click();
    await reader(page).getByRole('button', { name: 'Copy 481902' }).click();
    await reader(page).getByText('The code is selected: copy it by hand.').waitFor();
    expect(await selected()).toBe('481902');
    expect(await rail(page).getByText('9 unread').count()).toBe(1);
    expect(await row(page, '[GitHub]').getByText('Unread').count()).toBe(1);
  });

  test('counts from nothing, too', async () => {
    await database().$executeRaw`INSERT INTO read_state (workspace_id, message_id, member_id, read_at)
        SELECT m.workspace_id, m.id, member.id, now() FROM message m JOIN member USING (workspace_id)`;
    const page = await openInbox();
    // The event stream has counted them once more by then.
    await page.waitForTimeout(500);
    expect(await rail(page).getByText('unread').count()).toBe(0);
    await deliverSample(BRAND, fresh('n3w9code'));
    await rail(page).getByText('1 unread').waitFor();
  });

  test('is put away with one key, taken back with another, and still found', async () => {
    const page = await openInbox();
    const others = await openInbox();
    await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).click();
    await reader(page).waitFor();
    await page.keyboard.press('e');
    await reader(page).waitFor({ state: 'detached' });
    await row(page, '[GitHub]').waitFor({ state: 'detached' });
    await page.keyboard.press('z');
    await row(page, '[GitHub]').waitFor();

    await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).click();
    await reader(page).getByRole('button', { name: 'Archive' }).click();
    await rail(page).getByText('8 unread').waitFor();
    await search(page).fill('verify your device');
    await row(page, '[GitHub]').getByText('archived').waitFor();
    await others.reload();
    await row(others, 'Figma').first().waitFor();
    expect(await row(others, '[GitHub]').count()).toBe(0);
  });
});

test('what is put away does not come back with an answer that was asked for before', async () => {
  const page = await openInbox();
  await rail(page).getByText('9 unread').waitFor();
  let letItAnswer = () => {};
  const mayAnswer = new Promise<void>((resolve) => {
    letItAnswer = resolve;
  });
  const asked = page.waitForRequest('**/api/v1/messages?*');
  await page.route('**/api/v1/messages?*', async (route) => {
    const response = await route.fetch();
    await mayAnswer;
    await route.fulfill({ response });
  });
  // The stream is opened anew, and the list asks what it has missed.
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await asked;
  await page.waitForTimeout(500);
  await row(page, '[GitHub]').getByRole('link').first().click();
  await reader(page).waitFor();
  await page.keyboard.press('e');
  await rail(page).getByText('8 unread').waitFor();
  const answered = page.waitForResponse('**/api/v1/messages?*');
  letItAnswer();
  await answered;
  await page.waitForTimeout(300);
  expect(await row(page, '[GitHub]').count()).toBe(0);
});

test('on a phone a code is taken, its message noted on, put away and taken back, all with the thumb', async () => {
  const page = await openInbox('/inbox', PHONE);
  await row(page, '[GitHub]').getByRole('link').first().tap();
  await reader(page).getByRole('button', { name: 'Take it' }).tap();
  await reader(page).getByText('Taken by you').waitFor();
  await reader(page).getByLabel('A note for everyone').fill('I am signing in with this one.');
  await reader(page).getByRole('button', { name: 'Add the note' }).tap();
  await reader(page).getByRole('listitem').filter({ hasText: 'I am signing in' }).waitFor();
  await reader(page).getByRole('button', { name: 'Archive' }).tap();
  await reader(page).waitFor({ state: 'detached' });
  await row(page, '[GitHub]').waitFor({ state: 'detached' });
  const undo = page.getByRole('button', { name: 'Undo' });
  expect((await undo.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await undo.tap();
  await row(page, '[GitHub]').getByText('taken by you').waitFor();
});

test('a note that was begun is still there after a look at another message, until it is sent', async () => {
  const page = await openInbox();
  const note = reader(page).getByLabel('A note for everyone');
  const reads = (text: string) => expect.poll(() => note.inputValue(), { timeout: 10_000 }).toBe(text);
  const openRow = (subject: string) => row(page, subject).getByRole('link').first().click();
  await openRow('[GitHub]');
  await note.fill('I asked for ');
  await openRow('Invoice 2026-1184');
  await reader(page).getByRole('heading', { name: 'Invoice 2026-1184' }).waitFor();
  await reads('');
  await openRow('[GitHub]');
  await reads('I asked for ');
  await note.fill('I asked for this one.');
  await reader(page).getByRole('button', { name: 'Add the note' }).click();
  await reader(page).getByRole('listitem').filter({ hasText: 'I asked for this one.' }).waitFor();
  await openRow('Invoice 2026-1184');
  await openRow('[GitHub]');
  await reader(page).getByRole('listitem').filter({ hasText: 'I asked for this one.' }).waitFor();
  await reads('');
});

describe('two members at one message', () => {
  const GRACE = { email: 'grace@acme.example', password: 'correct horse battery' };
  beforeAll(async () => {
    const { workspaceId } = await database().member.findFirstOrThrow();
    const passwordHash = await hashPassword(GRACE.password);
    await database().member.create({
      data: { workspaceId, email: GRACE.email, name: 'Grace', role: 'owner', passwordHash },
    });
  });

  test('see each other there, and what the other writes and takes, at once', async () => {
    const ada = await openInbox();
    const grace = await journey.visit('/sign-in');
    // What is pressed before the page listens is pressed in vain.
    const streaming = untilLive(grace);
    await signIn(grace, GRACE.email, GRACE.password);
    await streaming;
    for (const page of [ada, grace])
      await row(page, 'code is 62v3cc5t').getByRole('link', { name: 'code is 62v3cc5t' }).click();
    await reader(grace).getByText('Ada is looking at this message now').waitFor();
    await reader(ada).getByText('Grace is looking at this message now').waitFor();

    await reader(ada).getByLabel('A note for everyone').fill('I asked for this one.');
    await reader(ada).getByRole('button', { name: 'Add the note' }).click();
    await reader(grace).getByText('I asked for this one.').waitFor();
    await row(grace, 'code is 62v3cc5t').getByText('Has notes').waitFor({ state: 'attached' });
    await reader(ada).getByRole('button', { name: 'Take it' }).click();
    await reader(grace).getByText('Ada has taken it and uses it.').waitFor();

    await reader(ada).getByRole('button', { name: 'Delete your note' }).click();
    await ada.getByRole('button', { name: 'Delete it for everybody' }).click();
    await reader(grace).getByText('I asked for this one.').waitFor({ state: 'detached' });
  });
});

describe('the reader', () => {
  test('marks why a code is one, and loads images from elsewhere only when asked', async () => {
    await deliverSample(BRAND, {
      from: 'news@shop.example',
      subject: 'With a picture',
      text: 'Enter the code 550123 to confirm your order.',
      html: '<p>Hello</p><img src="https://pictures.example/pixel.png" alt="A picture">',
    });
    const page = await openInbox();
    const asked: string[] = [];
    await page.route('https://pictures.example/**', (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
    await row(page, 'With a picture').getByRole('link', { name: 'With a picture' }).click();
    const text = reader(page).getByRole('tabpanel', { name: 'Text' });
    await text.locator('mark', { hasText: '550123' }).waitFor();
    await text.locator('mark', { hasText: 'Enter the code' }).waitFor();
    await reader(page).getByRole('tab', { name: 'HTML' }).click();
    await page.frameLocator('iframe').getByText('Hello').waitFor();
    expect(asked).toEqual([]);
    const loading = page.waitForRequest('https://pictures.example/pixel.png');
    await reader(page).getByRole('button', { name: 'Load them' }).click();
    await loading;
    await page.frameLocator('iframe').getByText('Hello').waitFor();
    expect(asked).toEqual(['https://pictures.example/pixel.png']);
  });
});

test('a member’s preferences hold at once: the code in the title, reading by opening, no single keys', async () => {
  const page = await openInbox('/settings/preferences');
  await page.getByLabel('Show a new code in the browser tab’s title').check();
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor({ state: 'attached' });
  // And the page is left at the very moment.
  await page.getByLabel('Opening a message with a code').check();
  await page.getByLabel('Single keys do something').uncheck();
  await rail(page)
    .getByRole('link', { name: /^Inbox/ })
    .click();
  await now(page).waitFor();
  await deliverSample(BRAND, fresh('n3w9code'));
  await page.waitForFunction(() => document.title === 'n3w9code · X');

  await page.keyboard.press('c');
  await page.keyboard.press('j');
  expect(await now(page).getByText('Copied').count()).toBe(0);
  await row(page, '[GitHub]').getByRole('link', { name: '[GitHub]' }).click();
  await row(page, '[GitHub]').getByText('Unread').waitFor({ state: 'detached' });
});

import { expect, test } from 'vitest';
import { setUpToken } from '#lib/workspaces/set-up-link.ts';
import { findings } from '#tests/support/axe.ts';
import { hasFocus } from '#tests/support/focus.ts';
import { clipboard, openMailroom } from '#tests/support/journey.ts';
import { deliverSample, SAMPLE_MAIL } from '#tests/support/sample-mail.ts';
import { SECRET } from '#tests/support/web-app.ts';

const journey = openMailroom();
const link = `/set-up/${setUpToken(SECRET)}`;

test('a link that is not the set-up link says so, and what to do', async () => {
  const page = await journey.visit('/set-up/not-the-link');
  expect(await page.getByRole('heading').textContent()).toBe('This is not the set-up link');
  expect(await page.getByText('it prints the link').isVisible()).toBe(true);
});

test('before the set-up, sign-in leads to it', async () => {
  const page = await journey.visit('/inbox');
  expect(await page.getByRole('heading').textContent()).toBe('Mailroom is not set up yet');
});

test('from the link to the first code: what is wrong is said in place, and the first message comes by itself', async () => {
  const page = await journey.visit(link);
  await page.getByLabel('Workspace').fill('Acme');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('Your email').fill('ada');
  await page.getByLabel('Password').fill('short');
  await page.getByLabel('Mail domain').fill('not a domain');
  await page.getByRole('button', { name: 'Set up Mailroom' }).click();
  await page.getByText('A password has at least 12 characters.').waitFor();
  await page.getByText('“ada” is not an email address').waitFor();
  await page.getByText('“not a domain” is not a mail domain').waitFor();
  expect(await page.locator('[aria-invalid="true"]').count()).toBe(3);
  await hasFocus(page.getByLabel('Your email'));
  expect(await page.getByLabel('Workspace').inputValue()).toBe('Acme');
  expect(await page.getByLabel('Mail domain').inputValue()).toBe('not a domain');
  await page.getByLabel('Your email').fill('ada@acme.example');
  await page.getByLabel('Mail domain').fill('');
  await page.getByRole('button', { name: 'Set up Mailroom' }).click();
  await page.getByText('Enter a domain, or a subdomain, that is yours.').waitFor();
  await page.getByText('A password has at least 12 characters.').waitFor();
  await hasFocus(page.getByLabel('Password'));
  await page.getByLabel('Mail domain').fill('inbox.acme.example');
  expect(await findings(page)).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await findings(page, 'color-contrast')).toEqual([]);

  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Set up Mailroom' }).click();
  await page.waitForURL('**/inbox');
  await page.getByRole('heading', { name: 'No code yet' }).waitFor();
  await page.getByText('inbox.acme.example. MX 10 mail.acme.example.').waitFor();
  await page.getByRole('button', { name: 'Copy the swaks command' }).click();
  expect(await clipboard(page)).toContain('--to brand@inbox.acme.example');

  // The stream must be open: what came before it would be read by the page itself, and prove nothing.
  await page.waitForTimeout(500);
  const [login] = SAMPLE_MAIL;
  if (login) await deliverSample('brand@inbox.acme.example', { ...login, seconds: 0 });
  const card = page.getByRole('region', { name: 'The newest code' });
  await card.getByRole('button', { name: 'Copy 62v3cc5t' }).waitFor();
  await page.keyboard.press('c');
  await card.getByText('Copied').waitFor();
  expect(await clipboard(page)).toBe('62v3cc5t');
});

test('the link works once', async () => {
  const page = await journey.visit(link);
  expect(await page.getByRole('heading').textContent()).toBe('This link has done its work');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

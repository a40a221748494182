import { afterAll, beforeAll, expect, test } from 'vitest';
import { BRAND, fresh, openAcme, row } from '#tests/support/acme.ts';
import { PHONE } from '#tests/support/journey.ts';
import { startRelay, type TestRelay } from '#tests/support/relay.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';
import { soon } from '#tests/support/soon.ts';

const DESK = 'desk@partner.example';

// Before the web app starts, which inherits it.
const relay: TestRelay = await startRelay();
process.env.SMTP_RELAY_URL = `${relay.url}?from=mailroom@acme.example`;
const { openInbox } = openAcme();
beforeAll(() => {
  delete process.env.SMTP_RELAY_URL;
});
afterAll(() => relay.stop());

test('an owner allows an outside address and makes a rule; a code is forwarded by it, and by hand', async () => {
  const page = await openInbox('/settings/forwarding');
  await page.getByText('None is allowed yet').waitFor();
  await page.getByText('No rule yet').waitFor();
  const allowing = page.getByRole('form', { name: 'Allow an outside address' });
  await allowing.getByLabel('Address', { exact: true }).fill(BRAND);
  await allowing.getByRole('button', { name: 'Allow it' }).click();
  await allowing.getByText('would come back').waitFor();
  await allowing.getByLabel('Address', { exact: true }).fill(DESK);
  await allowing.getByRole('button', { name: 'Allow it' }).click();
  await page.getByRole('list', { name: 'Outside addresses' }).getByText(DESK).waitFor();
  const rule = page.getByRole('form', { name: 'New rule' });
  await rule.getByLabel('What comes to').selectOption(BRAND);
  await rule.getByLabel('To', { exact: true }).fill('nobody@else.example');
  await rule.getByRole('button', { name: 'Make rule' }).click();
  await rule.getByText('neither a member who may see').waitFor();
  await rule.getByLabel('To', { exact: true }).fill(DESK);
  await rule.getByRole('button', { name: 'Make rule' }).click();
  await page.getByRole('list', { name: 'Rules' }).getByText(`→ ${DESK}`).waitFor();

  await deliverSample(BRAND, { ...fresh('9k2mm4qz'), seconds: 0 });
  await soon(() => expect(relay.relayed).toHaveLength(1));
  expect(relay.only()).toMatchObject({
    envelope: { from: 'mailroom@acme.example', to: [DESK] },
    parsed: { text: expect.stringContaining('Code: 9k2mm4qz') },
  });

  await page.getByRole('link', { name: 'Inbox' }).first().click();
  await row(page, '9k2mm4qz').first().click();
  await page.getByRole('button', { name: 'Forward the message …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Forward this message' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What to do' }).fill('forward');
  await page.getByRole('option', { name: 'Forward …', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => dialog.getByLabel('To', { exact: true }).evaluate((to) => to === document.activeElement))
    .toBe(true);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.keyboard.press('f');
  await dialog.getByLabel('To', { exact: true }).selectOption(DESK);
  await dialog.getByRole('button', { name: 'Forward', exact: true }).click();
  await dialog.getByText(`On its way to ${DESK}`).waitFor();
  await soon(() => expect(relay.relayed).toHaveLength(1));
  relay.only();
});

test('on a phone, the log tells what the relay refused, and everything is taken back', async () => {
  relay.refuseNext(550, 'no such user');
  await deliverSample(BRAND, { ...fresh('7h3nn5rw'), seconds: 0 });
  const page = await openInbox('/settings/forwarding', PHONE);
  const log = page.getByRole('list', { name: 'Lately forwarded' });
  await soon(async () => {
    await page.reload();
    expect(await log.getByText('550 no such user').count()).toBe(1);
  });
  const again = page.getByRole('button', { name: 'Send this forward again' });
  await again.click();
  await again.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: `Remove ${DESK} …` }).click();
  await page.getByRole('button', { name: 'Remove it with its rules' }).click();
  await page.getByText('None is allowed yet').waitFor();
  await page.getByText('No rule yet').waitFor();
});

test('a domain is added with its records to copy, its DNS is asked, and it is removed while nothing lives there', async () => {
  const page = await openInbox('/settings/domains');
  await page.getByLabel('Domain', { exact: true }).fill('not a domain');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByText('is not a mail domain').waitFor();
  await page.getByLabel('Domain', { exact: true }).fill('codes.acme.example');
  await page.getByRole('button', { name: 'Add' }).click();
  const domains = page.getByRole('list', { name: 'Domains', exact: true });
  await domains.getByText('codes.acme.example. MX 10 mail.acme.example.').waitFor();
  await domains.getByText('codes.acme.example. TXT "v=spf1 -all"').waitFor();
  await domains
    .getByRole('listitem')
    .filter({ hasText: 'codes.acme.example. MX' })
    .getByRole('button', { name: 'Check DNS now' })
    .click();
  // No name below .example exists, if there is a name server here that can be asked at all.
  const says = page.getByRole('list', { name: 'What DNS says about codes.acme.example' });
  await says.getByText(/MX: (Missing|Not known)\./).waitFor();
  await says.getByText(/SPF: (Missing|Not known)\./).waitFor();
  await page.getByRole('button', { name: 'Remove codes.acme.example …' }).click();
  await page.getByRole('button', { name: 'Remove codes.acme.example', exact: true }).click();
  await domains.getByText('codes.acme.example. MX').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Remove inbox.acme.example …' }).click();
  await page.getByRole('button', { name: 'Remove inbox.acme.example', exact: true }).click();
  await page.getByText('There are addresses at inbox.acme.example').waitFor();
});

import { beforeEach, describe, expect, test } from 'vitest';
import { createAccount } from '#lib/accounts/manage.ts';
import type { PublicAccount } from '#lib/accounts/present.ts';
import { readAuthenticator, totpAt } from '#lib/accounts/totp.ts';
import { database } from '#lib/database/client.ts';
import { BRAND, DEV, fresh, openAcme } from '#tests/support/acme.ts';
import { clipboard, PHONE } from '#tests/support/journey.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';
import { SECRET } from '#tests/support/web-app.ts';

process.env.MAILROOM_SECRET = SECRET;
const { openInbox } = openAcme();
const AUTHENTICATOR = 'JBSWY3DPEHPK3PXP';

/** The codes of now and of the period after it. */
function codes(): string[] {
  const { code, nextCode } = totpAt(readAuthenticator(AUTHENTICATOR), new Date());
  return [code, nextCode];
}

test('an owner makes an account, and has its authenticator’s code at once', async () => {
  const page = await openInbox('/accounts');
  await page.getByLabel('Service').fill('X');
  await page.getByLabel('Handle').fill('@brand');
  await page.getByLabel('Managed email').selectOption(BRAND);
  await page.getByLabel('Authenticator secret').fill('123');
  await page.getByRole('button', { name: 'Create' }).click();
  await page
    .getByRole('alert')
    .filter({ hasText: /base32/ })
    .waitFor();
  expect(await page.getByLabel('Handle').inputValue()).toBe('@brand');

  await page.getByLabel('Authenticator secret').fill('jbsw y3dp ehpk 3pxp');
  await page.getByLabel('Recovery codes').fill('aaaa-1111 bbbb-2222');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.waitForURL(/\/accounts\/[0-9a-f-]{36}$/);
  await page.getByRole('heading', { name: 'X @brand' }).waitFor();
  await page.getByRole('main').getByRole('link', { name: BRAND }).waitFor();
  const card = page.getByRole('region', { name: 'Authenticator' });
  const [shown] = await Promise.all([
    card.getByRole('button').textContent(),
    card.getByText(/^\d+ s$/).waitFor(),
  ]);
  expect(codes()).toContain(/\d{6}/.exec(shown ?? '')?.[0]);
  await page.keyboard.press('c');
  await card.getByText('Copied').waitFor();
  expect(await clipboard(page)).toMatch(/^\d{6}$/);
  expect(await database().auditEvent.count({ where: { action: 'totp.read' } })).toBeGreaterThan(0);

  expect(await page.getByText('aaaa-1111').count()).toBe(0);
  await page.getByRole('button', { name: 'Show' }).click();
  await page.getByText('aaaa-1111').waitFor();
  expect(await database().auditEvent.count({ where: { action: 'recovery-codes.read' } })).toBe(1);
  await database().account.deleteMany();
});

describe('an account', () => {
  let account: PublicAccount;
  beforeEach(async () => {
    await database().account.deleteMany();
    const { id: workspaceId } = await database().workspace.findFirstOrThrow();
    account = await createAccount(
      { kind: 'system', workspaceId, name: 'test' },
      { service: 'x', handle: '@brand', email: BRAND, authenticator: AUTHENTICATOR },
    );
  });

  test('shows its newest code, and a newer one the moment it comes; another service’s is not its own', async () => {
    const page = await openInbox(`/accounts/${account.id}`);
    await page.getByRole('button', { name: 'Copy 62v3cc5t' }).waitFor();
    await deliverSample(BRAND, fresh('aaaa1111'));
    await page.getByRole('button', { name: 'Copy aaaa1111' }).waitFor();
    await page.getByRole('link', { name: 'Message' }).click();
    await page.waitForURL('**/inbox?message=*');
  });

  test('is found in the list, changed and deleted', async () => {
    const page = await openInbox('/accounts');
    await page.getByRole('link', { name: /X @brand/ }).click();
    await page.getByText('Change this account').click();
    await page.getByLabel('Handle').fill('@renamed');
    await page.getByLabel('Managed email').selectOption(DEV);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'X @renamed' }).waitFor();
    await page.getByRole('link', { name: DEV, exact: true }).waitFor();
    // The secret, which the form does not show, is still there.
    await page
      .getByRole('region', { name: 'Authenticator' })
      .getByText(/^\d+ s$/)
      .waitFor();

    await page.getByRole('button', { name: 'Clear the authenticator secret …' }).click();
    await page.getByRole('button', { name: 'Clear for good' }).click();
    await page.getByRole('region', { name: 'Authenticator' }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Delete account …' }).click();
    await page.getByRole('button', { name: 'Delete it with its secrets' }).click();
    await page.waitForURL(/\/accounts$/);
    await page.getByText('No account yet.').waitFor();
  });

  test('on a phone has its code under the thumb, as wide as the screen', async () => {
    const page = await openInbox(`/accounts/${account.id}`, PHONE);
    const target = page.getByRole('region', { name: 'Authenticator' }).getByRole('button');
    const box = await target.boundingBox();
    expect(box?.height).toBe(56);
    expect(box?.width).toBeGreaterThan(320);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBe(0);
  });

  test('that is not there is not found', async () => {
    for (const id of ['00000000-0000-7000-8000-000000000000', 'nonsense']) {
      const page = await openInbox('/inbox');
      const answer = await page.goto(page.url().replace(/\/inbox.*/, `/accounts/${id}`));
      expect(answer?.status()).toBe(404);
      await page.context().close();
    }
  });
});

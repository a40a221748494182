import { DOMAIN, type Take } from '#bin/screenshots/take.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAccount } from '#lib/accounts/manage.ts';

/** Accounts with and without an authenticator, and one of them open. */
export async function takeAccounts(owner: MemberActor, take: Take): Promise<void> {
  const brand = await createAccount(owner, {
    ...{ service: 'x', handle: '@brand', email: `brand@${DOMAIN}`, authenticator: 'JBSWY3DPEHPK3PXP' },
    phone: '+14155550100',
    recoveryCodes: ['k4fq-9xw2', 'p7mz-3hdt', 'w8cn-5rjb'],
  });
  await createAccount(owner, { service: 'github', handle: 'acme-dev', email: `dev@${DOMAIN}` });
  await createAccount(owner, {
    service: 'google',
    handle: 'ops@acme.example',
    authenticator: 'JBSWY3DPEHPK3PXP',
  });
  await take('accounts', '/accounts');
  await take('account-form', '/accounts', (page) =>
    page.getByRole('button', { name: 'New account' }).click(),
  );
  await take('account', `/accounts/${brand.id}`);
  await take('account-text', `/accounts/${brand.id}`, async (page) => {
    await page.getByText('X asks me to send a text').click();
    await page
      .getByLabel('Paste what X shows')
      .fill('To confirm, text the code “AB12CD” to +44 7700 900123.');
    await page.getByRole('button', { name: /^Send/ }).scrollIntoViewIfNeeded();
  });
  await take('account-open', `/accounts/${brand.id}`, async (page) => {
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('k4fq-9xw2').waitFor();
    await page.getByText('Change this account').click();
  });
}

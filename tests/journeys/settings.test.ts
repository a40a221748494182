import { beforeAll, expect, test } from 'vitest';
import { listTokens } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { BRAND, fresh, openAcme } from '#tests/support/acme.ts';
import { findings } from '#tests/support/axe.ts';
import { clipboard, PHONE } from '#tests/support/journey.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';
import { soon } from '#tests/support/soon.ts';
import { allowPrivateTargets, startReceiver, verify } from '#tests/support/webhook-receiver.ts';

allowPrivateTargets();
const { journey, openInbox, openPage } = openAcme();

let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver();
  return receiver.close;
});

test('a token is made, shown once, works, and is revoked: its wait ends at once', async () => {
  const page = await openInbox();
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'API tokens' }).click();
  await page.getByText('No token yet').waitFor();
  await page.getByRole('button', { name: 'New token' }).click();
  const form = page.getByRole('form', { name: 'New token' });
  await form.getByLabel('Name').fill('Login bot');
  await form.getByLabel('Only these').check();
  await form.getByRole('button', { name: 'Make token' }).click();
  await form.getByText('Choose an address, or every address.').waitFor();
  expect(await form.getByLabel('Name').inputValue()).toBe('Login bot');
  await form.getByLabel(BRAND).check();
  await form.getByRole('button', { name: 'Make token' }).click();
  await page.getByRole('heading', { name: 'The token “Login bot” is ready' }).waitFor();
  await page.getByRole('button', { name: 'Copy the token' }).click();
  const token = await clipboard(page);
  expect(token).toMatch(/^mrt_/);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.reload();
  expect(await page.content()).not.toContain(token);
  await page.getByRole('list', { name: 'Tokens' }).getByText(BRAND).waitFor();

  const headers = { Authorization: `Bearer ${token}` };
  expect((await fetch(`${journey.url}/api/v1/messages`, { headers })).status).toBe(403);
  const waiting = fetch(`${journey.url}/api/v1/codes/latest?address=${BRAND}&service=never&wait=60`, {
    headers,
  });
  const owner = await database().member.findFirstOrThrow();
  const system = { kind: 'system', workspaceId: owner.workspaceId, name: 'test' } as const;
  await soon(async () => expect((await listTokens(system))[0]?.lastUsedAt).not.toBeNull());
  await page.getByRole('button', { name: 'Revoke Login bot …' }).click();
  await page.getByRole('button', { name: 'Revoke Login bot, for ever' }).click();
  expect((await waiting).status).toBe(401);
  await page.getByText('Revoked and expired (1)').waitFor();
});

test('a webhook is made on a phone, is told of a mail, and its log sends it again', async () => {
  const page = await openInbox('/inbox', PHONE);
  await page.getByRole('navigation', { name: 'Mailroom' }).getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByText('No webhook yet').waitFor();
  await page.getByRole('button', { name: 'New webhook' }).click();
  const form = page.getByRole('form', { name: 'New webhook' });
  await form.getByLabel('URL').fill('ftp://hooks.example.com');
  await form.getByRole('button', { name: 'Make webhook' }).click();
  await form.getByText('must begin with https://').waitFor();
  await form.getByLabel('URL').fill(receiver.url);
  for (const type of ['message.received', 'message.updated', 'code.claimed'])
    await form.getByLabel(type).uncheck();
  await form.getByRole('button', { name: 'Make webhook' }).click();
  await page.getByRole('button', { name: 'Copy the secret' }).click();
  const secret = await clipboard(page);
  await page.getByRole('button', { name: 'I have it' }).click();

  await deliverSample(BRAND, { ...fresh('9k2mm4qz'), seconds: 0 });
  await soon(() => expect(receiver.received).toHaveLength(1));
  expect(verify(secret, receiver.received[0] ?? { headers: {}, body: '' })).toMatchObject({
    type: 'code.received',
    data: { code: '9k2mm4qz' },
  });
  await page.getByRole('link', { name: receiver.url }).click();
  await page.getByRole('list', { name: 'Deliveries' }).getByText('1 attempt, answered 204').waitFor();
  await page.getByRole('button', { name: 'Send this delivery again' }).click();
  await soon(() => expect(receiver.received).toHaveLength(2));
});

test('how long messages are kept is changed for several addresses at once, and it is said first what would be gone', async () => {
  await database().message.updateMany({
    where: { subject: { contains: '62v3cc5t' } },
    data: { receivedAt: new Date(Date.now() - 31 * 86_400_000) },
  });
  const page = await openPage('/settings/retention');
  const list = page.getByRole('list', { name: 'Addresses' });
  await page.getByText('Tick the addresses that you want to change.').waitFor();
  await page.getByLabel('All of them').check();
  await page.getByLabel('Days to keep messages').fill('thirty');
  await page.getByRole('button', { name: 'Change all 2' }).click();
  await page.getByText('Messages are kept for 1 to 3650 days, or for ever.').waitFor();
  await page.getByLabel('Days to keep messages').fill('30');
  await page.getByRole('button', { name: 'Change all 2' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Keep messages for 30 days at 2 addresses?' });
  await dialog.getByText('1 message is older than that').waitFor();
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Change nothing' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await database().managedAddress.count({ where: { retentionDays: { not: null } } })).toBe(0);
  await page.getByRole('button', { name: 'Change all 2' }).click();
  await dialog.getByRole('button', { name: 'Delete 1 message' }).click();
  await page.getByText('Saved.').waitFor();
  await list.getByText('kept for 30 days').nth(1).waitFor();
  expect(await database().managedAddress.count({ where: { retentionDays: 30 } })).toBe(2);

  await page.getByLabel('All of them').uncheck();
  await list.getByLabel(BRAND).check();
  await page.getByLabel('Days to keep messages').fill('');
  await page.getByRole('button', { name: 'Change it' }).click();
  await list.getByText('kept for ever').waitFor();

  await page.getByLabel('All of them').check();
  await page.getByLabel('Hours until codes are blanked').fill('1000');
  await page.getByRole('button', { name: 'Change all 2' }).click();
  await list.getByText('kept for ever, codes blanked after 1000 hours').waitFor();
  await list.getByText('kept for 30 days, codes blanked after 1000 hours').waitFor();
  await page.getByLabel('Days to keep messages').fill('for ever');
  await page.getByRole('button', { name: 'Change all 2' }).click();
  await list.getByText('kept for ever').nth(1).waitFor();
});

test('a webhook that was switched off says why, also beside the settings, and is switched on again', async () => {
  await database().webhook.updateMany({
    data: { disabledAt: new Date(), notice: 'Its URL answered 410: it wants nothing more.' },
  });
  const page = await openInbox('/settings/webhooks');
  await page.getByText('Mailroom has switched it off. Its URL answered 410').waitFor();
  const mark = page.getByRole('link', { name: /Settings A webhook has been switched off/ });
  await mark.waitFor();
  await page.getByRole('button', { name: /^Switch on the webhook/ }).click();
  await mark.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Delete the webhook/ }).click();
  await page.getByRole('button', { name: 'Delete it with its log' }).click();
  await page.getByText('No webhook yet').waitFor();
});

test('a plain member finds only their own settings', async () => {
  const { workspaceId } = await database().member.findFirstOrThrow();
  // The workspace keeps an owner.
  await database().member.create({
    data: { workspaceId, email: 'other@acme.example', name: 'Other', role: 'owner' },
  });
  await database().member.updateMany({ where: { email: 'ada@acme.example' }, data: { role: 'member' } });
  const page = await openInbox();
  await page.getByRole('link', { name: 'Addresses' }).waitFor();
  expect(await page.getByRole('link', { name: 'Activity' }).count()).toBe(0);
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  expect(await page.getByRole('link', { name: 'Members' }).count()).toBe(0);
  for (const path of ['/settings/members', '/settings/teams', '/settings/webhooks', '/activity']) {
    await page.goto(`${journey.url}${path}`);
    await page.getByText('Owners and admins of the workspace look after this').waitFor();
  }
});

test('the API reference shows each operation with a link of its own, and a problem’s type leads there', async () => {
  const page = await journey.visit('/reference#getCodesLatest');
  const operation = page.getByRole('region', { name: 'GET /codes/latest' });
  await operation.getByText('The newest usable code of an address').waitFor();
  expect(await operation.evaluate((element) => Math.round(element.getBoundingClientRect().top))).toBeLessThan(
    100,
  );
  await operation.getByText('0 to 60, 0 unless given').waitFor();
  await operation.getByRole('button', { name: 'Copy the request getCodesLatest' }).click();
  expect(await clipboard(page)).toContain(`${journey.url}/api/v1/codes/latest?address=brand%40inbox.example`);
  await page.getByRole('link', { name: 'POST /webhooks', exact: true }).first().click();
  expect(page.url()).toContain('#postWebhooks');
  await page.goto(`${journey.url}/problems/code-not-found`);
  await page.waitForURL('**/reference#problem-code-not-found');
});

import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashPassword } from '#lib/access/passwords.ts';
import { totpAt } from '#lib/accounts/totp.ts';
import { database } from '#lib/database/client.ts';
import { BRAND, DEV, openAcme } from '#tests/support/acme.ts';
import { hasFocus } from '#tests/support/focus.ts';
import { PHONE, signIn } from '#tests/support/journey.ts';
import { startRelay, type TestRelay } from '#tests/support/relay.ts';
import { soon } from '#tests/support/soon.ts';

// Before the web app starts, which inherits it.
const relay: TestRelay = await startRelay();
process.env.SMTP_RELAY_URL = `${relay.url}?from=mailroom@acme.example`;
const { journey, openInbox, openPage } = openAcme();
const PASSWORD = 'correct horse battery';
let workspaceId = '';
afterAll(() => relay.stop());
beforeAll(async () => {
  delete process.env.SMTP_RELAY_URL;
  ({ workspaceId } = await database().member.findFirstOrThrow());
});

async function makeMember(name: string, role: 'admin' | 'member' | 'guest') {
  const passwordHash = await hashPassword(PASSWORD);
  const email = `${name.toLowerCase()}@acme.example`;
  return database().member.create({ data: { workspaceId, email, name, role, passwordHash } });
}

async function enter(name: string, path = '/inbox', options = {}): Promise<Page> {
  const page = await journey.open(options);
  await page.goto(`${journey.url}/sign-in?return=${encodeURIComponent(path)}`);
  await signIn(page, `${name.toLowerCase()}@acme.example`, PASSWORD);
  await page.waitForURL(`**${path}`);
  return page;
}

const isLoaded = (image: SVGElement | HTMLElement) => (image as HTMLImageElement).naturalWidth > 0;

const saw = (name: string, action: string) =>
  database().auditEvent.count({ where: { actorName: name, action } });

test('an owner invites somebody, who joins by the link, once, and sees what they are given', async () => {
  const owner = await openPage('/settings/members');
  await owner.getByRole('button', { name: 'Invite somebody' }).click();
  const form = owner.getByRole('form', { name: 'Invite somebody' });
  await form.getByLabel('Email').fill('ada@acme.example');
  await form.getByRole('button', { name: 'Make the link' }).click();
  await form.getByText('ada@acme.example is a member already').waitFor();
  await form.getByLabel('Email').fill('grace@acme.example');
  await form.getByLabel('Guest').check();
  await form.getByRole('button', { name: 'Make the link' }).click();
  await owner.getByRole('heading', { name: 'The invitation for grace@acme.example is ready' }).waitFor();
  await owner.getByText('It has been mailed to them as well').waitFor();
  const shown = (await owner.getByText(`${journey.url}/invitation/`).textContent()) ?? '';
  const mail = relay.only();
  expect(mail).toMatchObject({
    envelope: { from: 'mailroom@acme.example', to: ['grace@acme.example'] },
    parsed: { subject: 'Ada invites you to Acme', text: expect.stringContaining(`\n${shown}\n`) },
  });
  // As a person does: from the mail.
  const link = /\S+\/invitation\/\S+/.exec(mail.parsed.text ?? '')?.[0] ?? '';
  await owner.getByRole('button', { name: 'I have it' }).click();
  await owner.getByRole('list', { name: 'Invited' }).getByText('grace@acme.example').waitFor();

  const grace = await journey.open();
  await grace.goto(link);
  await grace.getByRole('heading', { name: 'Join Acme' }).waitFor();
  await grace.getByLabel('Your name').fill('Grace');
  await grace.getByLabel('Password').fill('passwordpassword');
  await grace.getByRole('button', { name: 'Join' }).click();
  await grace.getByText('one of those that are tried first').waitFor();
  await grace.getByLabel('Password').fill(PASSWORD);
  await grace.getByRole('button', { name: 'Join' }).click();
  await grace.waitForURL('**/inbox');
  await grace.getByRole('heading', { name: 'You have no access to an address yet' }).waitFor();
  const late = await journey.visit(new URL(link).pathname);
  await late.getByRole('heading', { name: 'This invitation is of no use any more' }).waitFor();

  await owner.goto(`${journey.url}/addresses`);
  await owner.getByRole('link', { name: `About ${BRAND}` }).click();
  await owner.getByLabel('Give access to').selectOption({ label: 'Grace' });
  await owner.getByRole('button', { name: 'Give access', exact: true }).click();
  await owner.getByRole('list', { name: 'Access' }).getByText('Grace').waitFor();
  const level = owner.getByLabel('Access of Grace');
  await level.focus();
  await level.selectOption('manager');
  await soon(async () =>
    expect(await database().grant.count({ where: { level: 'manager', member: { name: 'Grace' } } })).toBe(1),
  );
  await hasFocus(level);
  await owner.getByRole('button', { name: 'Take access from Grace' }).click();
  await owner.getByText('Grace has no access by a grant any more.').waitFor();
  await hasFocus(owner.getByRole('button', { name: 'Undo' }));
  await owner.keyboard.press('Enter');
  await owner.getByText('Grace has no access by a grant any more.').waitFor({ state: 'detached' });
  await hasFocus(owner.getByRole('heading', { name: 'Who may see it' }));
  expect(await owner.getByLabel('Access of Grace').inputValue()).toBe('manager');
  await grace.goto(`${journey.url}/inbox`);
  await grace.getByRole('listitem').filter({ hasText: 'code is 62v3cc5t' }).waitFor();
  expect(await grace.content()).not.toContain(DEV);
});

test('an invitation that the relay refuses is there all the same, and says what the relay said', async () => {
  relay.refuseNext(554, 'no such sender here');
  const owner = await openPage('/settings/members');
  await owner.getByRole('button', { name: 'Invite somebody' }).click();
  const form = owner.getByRole('form', { name: 'Invite somebody' });
  await form.getByLabel('Email').fill('late@acme.example');
  await form.getByRole('button', { name: 'Make the link' }).click();
  await owner.getByRole('heading', { name: 'The invitation for late@acme.example is ready' }).waitFor();
  await owner.getByText(/It could not be mailed: .*no such sender here/).waitFor();
  await owner.getByText('Send it to them').waitFor();
  await owner.getByText(`${journey.url}/invitation/`).waitFor();
  expect(relay.relayed).toEqual([]);
});

test('a guest finds no page that names others, and no address that is not theirs', async () => {
  await makeMember('Gus', 'guest');
  const page = await enter('Gus', '/settings/sessions');
  const dev = await database().managedAddress.findUniqueOrThrow({ where: { address: DEV } });
  const account = await database().account.create({
    data: { workspaceId, service: 'x', handle: '@hidden', emailId: dev.id },
  });
  const nothing = 'There is nothing here';
  for (const [path, words] of [
    ['/settings/members', 'Owners and admins of the workspace look after this'],
    ['/settings/teams', 'Owners and admins of the workspace look after this'],
    ['/settings/workspace', 'Owners and admins of the workspace look after this'],
    ['/settings/tokens', 'Owners and admins of the workspace look after this'],
    ['/settings/webhooks', 'Owners and admins of the workspace look after this'],
    ['/activity', 'Owners and admins of the workspace look after this'],
    [`/addresses/${dev.id}`, nothing],
    [`/addresses/${account.id}`, nothing],
    [`/accounts/${account.id}`, nothing],
    [`/inbox?address=${DEV}`, nothing],
    ['/addresses', 'You have no access to an address yet'],
    ['/accounts', 'You have no access to an account yet'],
  ] as const) {
    await page.goto(`${journey.url}${path}`);
    await page.getByText(words).first().waitFor();
    const content = await page.content();
    for (const secret of ['Ada', 'ada@', BRAND, '@hidden']) expect(content, path).not.toContain(secret);
  }
  expect((await page.request.get(`${journey.url}/activity/export`)).status()).toBe(403);
  await database().account.delete({ where: { id: account.id } });
});

test('a member who is removed is signed out of their open page at once', async () => {
  await makeMember('Mo', 'member');
  const mo = await enter('Mo');
  await mo.getByRole('heading', { name: 'You have no access to an address yet' }).waitFor();
  const owner = await openPage('/settings/members');
  await owner.getByLabel('Role of Mo').selectOption('admin');
  await owner.getByRole('button', { name: 'Make Mo an admin' }).click();
  await soon(async () =>
    expect((await database().member.findFirstOrThrow({ where: { name: 'Mo' } })).role).toBe('admin'),
  );
  await owner.getByRole('button', { name: 'Remove Mo …' }).click();
  await owner.getByRole('button', { name: 'Remove Mo now' }).click();
  await owner
    .getByRole('list', { name: 'Members' })
    .getByText('mo@acme.example')
    .waitFor({ state: 'detached' });
  await mo.goto(`${journey.url}/inbox`);
  await mo.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('no key alone changes a role: it is asked first, and the focus stays in the list', async () => {
  await makeMember('Kay', 'member');
  const role = async () => (await database().member.findFirstOrThrow({ where: { name: 'Kay' } })).role;
  const owner = await openPage('/settings/members');
  const list = owner.getByLabel('Role of Kay');
  await list.focus();
  await owner.keyboard.press('o');
  const dialog = owner.getByRole('alertdialog', { name: 'Make Kay an owner?' });
  await dialog.getByText('Owner: sees and does everything. That is every message and code').waitFor();
  expect(await role()).toBe('member');
  await owner.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await hasFocus(list);
  expect(await list.inputValue()).toBe('member');
  await owner.keyboard.press('ArrowUp');
  await owner.getByRole('alertdialog', { name: 'Make Kay an admin?' }).waitFor();
  await owner.getByRole('button', { name: 'Make Kay an admin' }).click();
  await soon(async () => expect(await role()).toBe('admin'));
  await hasFocus(list);
  await expect.poll(() => list.inputValue()).toBe('admin');
});

test('who has forgotten their password gets a link from an owner, shown once, that works once', async () => {
  await makeMember('Fay', 'member');
  const signedIn = await enter('Fay');
  const owner = await openPage('/settings/members');
  expect(await owner.getByRole('button', { name: 'Password link for Ada' }).count()).toBe(0);
  const button = owner.getByRole('button', { name: 'Password link for Fay' });
  await button.click();
  await owner.getByRole('heading', { name: 'The link for fay@acme.example is ready' }).waitFor();
  const link = (await owner.getByText(`${journey.url}/new-password/`).textContent()) ?? '';
  await owner.getByRole('button', { name: 'I have it' }).click();
  await hasFocus(button);
  await owner.reload();
  expect(await owner.content()).not.toContain(link);

  const fay = await journey.open();
  await fay.goto(link);
  await fay.getByRole('heading', { name: 'Choose a new password' }).waitFor();
  await fay.getByLabel('New password').fill('short');
  await fay.getByRole('button', { name: 'Change it and sign in' }).click();
  await fay.getByText('A password has at least 12 characters.').waitFor();
  await hasFocus(fay.getByLabel('New password'));
  await fay.getByLabel('New password').fill('battery horse correct');
  await fay.getByRole('button', { name: 'Change it and sign in' }).click();
  await fay.waitForURL('**/inbox');
  await signedIn.goto(`${journey.url}/inbox`);
  await signedIn.getByRole('heading', { name: 'Sign in' }).waitFor();
  await signedIn.goto(link);
  await signedIn.getByRole('heading', { name: 'This link is of no use any more' }).waitFor();
  await owner.goto(`${journey.url}/activity?action=password.link-made`);
  await owner.getByRole('list', { name: 'Activity' }).getByText('made a link for a new password').waitFor();
});

test('the last owner stays one, and the list says why', async () => {
  const owner = await openPage('/settings/members');
  await owner.getByLabel('Role of Ada').selectOption('member');
  await owner.getByText('You cannot take it back yourself').waitFor();
  await owner.getByRole('button', { name: 'Make yourself a member' }).click();
  await owner.getByText('A workspace keeps at least one owner').waitFor();
  await owner.getByRole('button', { name: 'Leave it at Owner' }).click();
  expect(await owner.getByLabel('Role of Ada').inputValue()).toBe('owner');
});

test('a team is made, and what it is granted its members see', async () => {
  await makeMember('Tess', 'member');
  const owner = await openPage('/settings/teams');
  await owner.getByLabel('New team').fill('Support');
  await owner.getByRole('button', { name: 'Make team' }).click();
  await owner.getByLabel('Add somebody to Support').selectOption({ label: 'Tess' });
  await owner.getByRole('button', { name: 'Take Tess out of Support' }).waitFor();
  const dev = await database().managedAddress.findUniqueOrThrow({ where: { address: DEV } });
  await owner.goto(`${journey.url}/addresses/${dev.id}`);
  await owner.getByLabel('Give access to').selectOption({ label: 'Team Support' });
  await owner.getByRole('button', { name: 'Give access', exact: true }).click();
  await owner.getByRole('list', { name: 'Access' }).getByText('Support').waitFor();
  const tess = await enter('Tess', '/addresses');
  await tess.getByRole('list', { name: 'Addresses' }).getByText(DEV).waitFor();
  expect(await tess.content()).not.toContain(BRAND);
});

test('who saw and copied a code stands in the activity, which is filtered and exported', async () => {
  const owner = await openInbox();
  await owner.keyboard.press('c');
  await soon(async () => expect(await saw('Ada', 'code.copied')).toBeGreaterThan(0));
  await owner.keyboard.press('g');
  await owner.keyboard.press('l');
  const list = owner.getByRole('list', { name: 'Activity' });
  await list.getByText('copied a code').waitFor();
  await owner.getByLabel('Did').selectOption('code.copied');
  await owner.getByLabel('At').selectOption({ label: BRAND });
  await owner.getByRole('button', { name: 'Show' }).click();
  await owner.waitForURL('**action=code.copied*');
  expect(await list.getByText('signed in').count()).toBe(0);
  const [download] = await Promise.all([
    owner.waitForEvent('download'),
    owner.getByRole('link', { name: 'Export as CSV' }).click(),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).split('\r\n');
  expect(lines[0]).toBe('at,actorKind,actorId,actor,action,subjectId,subject,remoteAddress');
  expect(lines[1]).toMatch(/,member,[^,]+,Ada,code\.copied,/);
});

test('on a phone, a member turns on a second factor, and signs in with it and with a recovery code', async () => {
  await makeMember('Sam', 'member');
  const page = await enter('Sam', '/settings/sessions', PHONE);
  await page.getByRole('button', { name: 'Turn it on …' }).click();
  const form = page.getByRole('form', { name: 'Turn on the second factor' });
  const uri = (await form.getByRole('link', { name: 'open it in the app' }).getAttribute('href')) ?? '';
  await soon(async () =>
    expect(await form.getByAltText('The secret as a QR code').evaluate(isLoaded)).toBe(true),
  );
  await form.getByLabel('Code').fill(totpAt(uri, new Date()).code);
  await form.getByRole('button', { name: 'Turn it on' }).click();
  await page.getByRole('heading', { name: 'The second factor is on: your recovery codes' }).waitFor();
  const recovery = (await page.locator('section code').textContent())?.split('\n') ?? [];
  expect(recovery).toHaveLength(10);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByText('10 recovery codes are left').waitFor();

  const other = await journey.visit('/sign-in');
  await signIn(other, 'sam@acme.example', PASSWORD);
  await other.getByLabel('Code of your authenticator').fill('000000');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.getByText('This code is not the one of now').waitFor();
  await other.getByLabel('Code of your authenticator').fill(recovery[0] ?? '');
  await other.getByRole('button', { name: 'Sign in' }).click();
  await other.waitForURL('**/inbox');

  await page.reload();
  await page.getByText('9 recovery codes are left').waitFor();
  await page.getByRole('button', { name: /^Sign out Chrome on .+ …$/ }).click();
  await page.getByRole('button', { name: 'Sign it out' }).click();
  await page.getByRole('button', { name: /^Sign out Chrome/ }).waitFor({ state: 'detached' });
  await other.goto(`${journey.url}/inbox`);
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
  // Three sign-ins, each with a hash that is made to be slow.
}, 60_000);

test('a new password ends every other session', async () => {
  await makeMember('Pat', 'member');
  const [page, other] = [await enter('Pat', '/settings/sessions'), await enter('Pat')];
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByLabel('New password').fill('battery horse correct');
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('This is not your password').waitFor();
  await hasFocus(page.getByLabel('Password', { exact: true }));
  expect(await page.getByLabel('New password').inputValue()).toBe('battery horse correct');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await page.getByText('You are signed out everywhere else').waitFor();
  expect(await page.getByLabel('New password').inputValue()).toBe('');
  await other.goto(`${journey.url}/inbox`);
  await other.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('an address leads to how long it keeps messages, and is opened to the workspace', async () => {
  const brand = await database().managedAddress.findUniqueOrThrow({ where: { address: BRAND } });
  const owner = await openPage(`/addresses/${brand.id}`);
  await owner.getByText('Messages are kept for ever.').waitFor();
  await owner.getByRole('link', { name: 'Change how long' }).click();
  await owner.getByLabel('Days to keep messages').fill('0');
  await owner.getByRole('button', { name: 'Change it' }).click();
  await owner.getByText('Messages are kept for 1 to 3650 days').waitFor();
  await owner.getByLabel('Days to keep messages').fill('30');
  await owner.getByLabel('Hours until codes are blanked').fill('24');
  await owner.getByRole('button', { name: 'Change it' }).click();
  await owner.getByRole('button', { name: /^Blank \d+ message/ }).click();
  await owner.getByText('Saved.').waitFor();
  await owner.goto(`${journey.url}/addresses/${brand.id}`);
  await owner.getByText('Messages are kept for 30 days, codes blanked after 24 hours.').waitFor();
  await owner.getByLabel('Open to the workspace').focus();
  await owner.keyboard.press('Space');
  await hasFocus(owner.getByLabel('Open to the workspace'));
  await soon(async () =>
    expect(await database().managedAddress.findUniqueOrThrow({ where: { id: brand.id } })).toMatchObject({
      ...{ open: true, retentionDays: 30, blankAfterHours: 24 },
    }),
  );
});

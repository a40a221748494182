import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { newAccount, startTwilio } from '#bin/demo/twilio.ts';
import { buildWebApp } from '#bin/start/build.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { grant } from '#lib/access/grants.ts';
import { invite } from '#lib/access/invitations.ts';
import { addToTeam, createTeam } from '#lib/access/teams.ts';
import { createToken, revokeToken } from '#lib/access/tokens.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { startEmbedded } from '#lib/database/embedded.ts';
import { pool } from '#lib/database/pool.ts';
import { allowDestination } from '#lib/forwarding/destinations.ts';
import { createSmsSource } from '#lib/sources/manage.ts';
import { createWebhook } from '#lib/webhooks/manage.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { setUpToken } from '#lib/workspaces/set-up-link.ts';
import { migrate } from '#prisma/migrate.ts';
import { launchChromium } from '#tests/support/chromium.ts';
import { deliverSample, SAMPLE_MAIL, type SampleMail } from '#tests/support/sample-mail.ts';
import { SECRET, startWebApp, type WebApp } from '#tests/support/web-app.ts';

// `node bin/screenshots.ts`: pictures of every page, in light and dark, on a desk and on a phone, with no mail, a
// little and much, for somebody to look at; and the one that the README shows. On an instance of its own.

const ROOT = path.join(import.meta.dirname, '..');
const FOLDER = path.join(ROOT, 'tests', '.artifacts', 'screenshots');
const OWNER = { name: 'Ada Example', email: 'ada@acme.example', password: 'correct horse battery' };
const DOMAIN = 'inbox.acme.example';

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SCREENS: [string, BrowserContextOptions][] = [
  ['desk-light', { ...DESK, colorScheme: 'light' }],
  ['desk-dark', { ...DESK, colorScheme: 'dark' }],
  ['phone-light', { ...PHONE, colorScheme: 'light' }],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
];

/** The owner's, once there is one. */
let session: BrowserContextOptions['storageState'];

const data = await mkdtemp(path.join(tmpdir(), 'mailroom-screenshots-'));
await rm(FOLDER, { recursive: true, force: true });
await mkdir(FOLDER, { recursive: true });
const postgres = await startEmbedded(data, { settings: ['fsync=off'] });
Object.assign(process.env, { DATABASE_URL: postgres.url, MAILROOM_SECRET: SECRET });
await migrate(postgres.url);
await buildWebApp(ROOT, (line) => process.stderr.write(`${line}\n`));
const account = newAccount();
const twilio = await startTwilio(account);
const app = await startWebApp(postgres.url, {
  ...{ TWILIO_ACCOUNT_SID: account.sid, TWILIO_AUTH_TOKEN: account.token, TWILIO_API_URL: twilio.url },
  // Nothing is sent to it, nor to the next one.
  SMTP_RELAY_URL: 'smtp://127.0.0.1:1',
  ...{ OIDC_ISSUER: 'https://login.acme.example', OIDC_CLIENT_ID: 'mailroom', OIDC_CLIENT_SECRET: 'secret' },
});
const browser = await launchChromium();
try {
  await takeAll(app, browser);
} finally {
  await browser.close();
  await app.stop();
  await twilio.close();
  await database().$disconnect();
  await pool().end();
  await postgres.stop();
  await rm(data, { recursive: true, force: true });
}

async function takeAll(app: WebApp, browser: Browser): Promise<void> {
  const shots = (name: string, to: string, act?: (page: Page) => Promise<void>) =>
    takeOnAllScreens(browser, name, `${app.url}${to}`, act);

  await shots('set-up', `/set-up/${setUpToken(SECRET)}`);
  await shots('set-up-wrong-link', '/set-up/wrong');
  await shots('set-up-mistakes', `/set-up/${setUpToken(SECRET)}`, async (page) => {
    await page.getByLabel('Workspace').fill('Acme');
    await page.getByRole('button', { name: 'Set up Mailroom' }).click();
    await page.getByRole('alert').first().waitFor();
  });
  const owner = await makeWorkspace();
  await shots('sign-in', '/sign-in');
  session = await signIn(app, browser);

  await shots('inbox-0', '/inbox');
  await shots('accounts-0', '/accounts');
  await shots('addresses', '/addresses');
  await shots('not-found', '/nowhere');
  await shots('tokens-0', '/settings/tokens');
  await shots('webhooks-0', '/settings/webhooks');
  await takeSettings(owner, shots);
  await takePeople(owner, shots);
  await takePhones(owner, shots);
  await shots('reference', '/reference');
  await shots('reference-operation', '/reference#postCodesClaim');
  for (const sample of SAMPLE_MAIL.slice(0, 3).toReversed()) await deliverTo(sample);
  await shots('inbox-3', '/inbox');

  await database().message.deleteMany();
  await createAddress(owner, { address: `dev@${DOMAIN}`, label: 'GitHub acme-dev' });
  await createAddress(owner, { address: `orders@${DOMAIN}` });
  await deliverMany(3_000);
  const newest = await deliverOrdinaryMorning();
  await shots('inbox-3000', '/inbox');
  await shots('message', `/inbox?message=${newest}`);
  await shots('message-html', `/inbox?message=${newest}`, async (page) => {
    await page.getByRole('tab', { name: 'HTML' }).click();
    await page.frameLocator('iframe').getByText('62v3cc5t').waitFor();
  });
  await shots('search', '/inbox?q=from%3Ax+is%3Ared+confirm', async (page) => {
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('mark').first().waitFor();
  });
  await shots('palette', `/inbox?message=${newest}`, async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
  });
  await shots('preferences', '/settings/preferences');
  await takeAccounts(owner, shots);
  await shots('keys', '/inbox', (page) => page.keyboard.press('?'));
  await shots('further-down', '/inbox', async (page) => {
    await page
      .getByRole('list', { name: 'Messages' })
      .evaluate((list) => list.parentElement?.scrollTo(0, 40_000));
    await page.waitForTimeout(500);
  });
  await takeForReadme(app, browser);
}

/** Tokens and webhooks as they are after a while: used, expiring, revoked; working, failing and switched off. */
async function takeSettings(
  owner: MemberActor,
  shots: (name: string, to: string, act?: (page: Page) => Promise<void>) => Promise<void>,
): Promise<void> {
  const scopes = ['codes:read', 'codes:claim'];
  const addresses = [`brand@${DOMAIN}`];
  const old = await createToken(owner, { name: 'Old login bot', scopes });
  await revokeToken(owner, old.id);
  await createToken(owner, { name: 'Playwright', scopes, addresses });
  const ci = await createToken(owner, {
    name: 'CI',
    scopes,
    expiresAt: new Date(Date.now() + 29 * 86_400_000),
  });
  await database().apiToken.update({ where: { id: ci.id }, data: { lastUsedAt: new Date() } });
  await shots('tokens', '/settings/tokens');
  await shots('token-form', '/settings/tokens', async (page) => {
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Only these').check();
  });
  await shots('token-revoke', '/settings/tokens', (page) =>
    page.getByRole('button', { name: 'Revoke CI …' }).click(),
  );

  const off = await createWebhook(owner, { url: 'https://old.example.com/hooks/mailroom' });
  await database().webhook.update({
    where: { id: off.id },
    data: { disabledAt: new Date(), notice: 'Its URL answered 410: it wants nothing more.' },
  });
  const { id } = await createWebhook(owner, {
    url: 'https://hooks.example.com/mailroom?team=acme',
    addresses,
  });
  await database().webhook.update({
    where: { id },
    data: { failingSince: new Date(Date.now() - 7_200_000) },
  });
  const answers = [
    { deliveredAt: new Date(), responseStatus: 204, attempts: 1 },
    {
      nextAttemptAt: new Date(Date.now() + 600_000),
      responseStatus: 503,
      attempts: 4,
      error: 'It answered 503.',
    },
    { responseStatus: null, attempts: 11, error: 'The host refused the connection.' },
  ];
  for (const [n, answer] of answers.entries())
    await database().webhookDelivery.create({
      data: {
        ...{
          workspaceId: owner.workspaceId,
          webhookId: id,
          addressId: id,
          messageId: id,
          kind: 'message.received',
        },
        ...{ at: new Date(Date.now() - n * 3_000_000), ...answer },
      },
    });
  await shots('webhooks', '/settings/webhooks');
  await shots('webhook-form', '/settings/webhooks', (page) =>
    page.getByRole('button', { name: 'New webhook' }).click(),
  );
  await shots('deliveries', `/settings/webhooks/${id}`);
}

/** Members, a team, an invitation, what they are granted, and what they did. */
async function takePeople(
  owner: MemberActor,
  shots: (name: string, to: string, act?: (page: Page) => Promise<void>) => Promise<void>,
) {
  const { workspaceId } = owner;
  const grace = await database().member.create({
    data: { workspaceId, email: 'grace@acme.example', name: 'Grace Hopper', role: 'admin' },
  });
  await database().member.create({
    data: { workspaceId, email: 'agency@other.example', name: 'Agency', role: 'guest' },
  });
  const team = await createTeam(owner, 'Support');
  await addToTeam(owner, team.id, grace.id);
  const { token } = await invite(owner, { email: 'alan@acme.example', role: 'member' });
  const { id: addressId } = await database().managedAddress.findFirstOrThrow();
  await grant(owner, { addressId }, { teamId: team.id }, 'manager');
  await shots('members', '/settings/members');
  await shots('member-invite', '/settings/members', (page) =>
    page.getByRole('button', { name: 'Invite somebody' }).click(),
  );
  await shots('teams', '/settings/teams');
  await shots('workspace', '/settings/workspace');
  await shots('you', '/settings/sessions');
  await shots('address', `/addresses/${addressId}`);
  await shots('activity', '/activity');
  await shots('invitation', `/invitation/${token}`);
}

/** Numbers, what is for sale, other sources of texts, domains, and to whom mail is forwarded. */
async function takePhones(
  owner: MemberActor,
  shots: (name: string, to: string, act?: (page: Page) => Promise<void>) => Promise<void>,
): Promise<void> {
  await shots('phones-0', '/settings/phones');
  await shots('sources-0', '/settings/sources');
  await shots('forwarding-0', '/settings/forwarding');
  await createAddress(owner, { address: '+14155550100', label: 'X @brand' });
  twilio.numbers.add('+14155550100', `${app.url}/api/inbound/twilio/sms`);
  twilio.numbers.add('+14155550199', 'https://elsewhere.example.com/sms');
  await createSmsSource(owner, { kind: 'android', name: 'Pixel in the office', numbers: ['+14155550100'] });
  await allowDestination(owner, 'agency@other.example');
  await shots('phones', '/settings/phones');
  await shots('sources', '/settings/sources');
  await shots('domains', '/settings/domains');
  await shots('forwarding', '/settings/forwarding');
}

/** Accounts with and without an authenticator, and one of them open. */
async function takeAccounts(
  owner: MemberActor,
  shots: (name: string, to: string, act?: (page: Page) => Promise<void>) => Promise<void>,
): Promise<void> {
  const brand = await createAccount(owner, {
    ...{ service: 'x', handle: '@brand', email: `brand@${DOMAIN}`, authenticator: 'JBSWY3DPEHPK3PXP' },
    recoveryCodes: ['k4fq-9xw2', 'p7mz-3hdt', 'w8cn-5rjb'],
  });
  await createAccount(owner, { service: 'github', handle: 'acme-dev', email: `dev@${DOMAIN}` });
  await createAccount(owner, {
    service: 'google',
    handle: 'ops@acme.example',
    authenticator: 'JBSWY3DPEHPK3PXP',
  });
  await shots('accounts', '/accounts');
  await shots('account-form', '/accounts', (page) =>
    page.getByRole('button', { name: 'New account' }).click(),
  );
  await shots('account', `/accounts/${brand.id}`);
  await shots('account-open', `/accounts/${brand.id}`, async (page) => {
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByText('k4fq-9xw2').waitFor();
    await page.getByText('Change this account').click();
  });
}

async function takeOnAllScreens(
  browser: Browser,
  name: string,
  url: string,
  act: (page: Page) => Promise<void> = async () => {},
): Promise<void> {
  for (const [screen, options] of SCREENS) {
    const context = await browser.newContext({ ...options, locale: 'en-GB', storageState: session });
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForTimeout(500);
    await act(page);
    await page.waitForTimeout(200);
    await page.screenshot({ path: path.join(FOLDER, `${name}-${screen}.png`) });
    await context.close();
  }
}

async function takeForReadme(app: WebApp, browser: Browser): Promise<void> {
  await database().message.deleteMany();
  const newest = await deliverOrdinaryMorning();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: 'en-GB',
    storageState: session,
  });
  const page = await context.newPage();
  await page.goto(`${app.url}/inbox?message=${newest}`);
  await page.getByRole('article').waitFor();
  await page.waitForTimeout(500);
  await mkdir(path.join(ROOT, 'docs'), { recursive: true });
  await page.screenshot({ path: path.join(ROOT, 'docs', 'inbox.png') });
  await context.close();
}

async function makeWorkspace(): Promise<MemberActor> {
  const { workspaceId, memberId } = await setUp({
    workspace: 'Acme',
    owner: OWNER,
    domain: DOMAIN,
    address: `brand@${DOMAIN}`,
  });
  return { kind: 'member', id: memberId, workspaceId, name: OWNER.name, role: 'owner' };
}

async function signIn(app: WebApp, browser: Browser): Promise<BrowserContextOptions['storageState']> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${app.url}/sign-in`);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL('**/inbox');
  const state = await context.storageState();
  await context.close();
  return state;
}

/** All of the samples. Resolves with the newest one's id. */
async function deliverOrdinaryMorning(): Promise<string> {
  let newest = '';
  for (const sample of SAMPLE_MAIL.toReversed()) newest = await deliverTo(sample);
  return newest;
}

/** Older than the samples, several at once: they share commits. */
async function deliverMany(count: number): Promise<void> {
  const minute = 60;
  for (let start = 0; start < count; start += 50) {
    const batch = Array.from({ length: Math.min(50, count - start) }, (_, index) => start + index);
    await Promise.all(
      batch.map((number) => {
        const sample = SAMPLE_MAIL[number % SAMPLE_MAIL.length];
        return sample && deliverTo({ ...sample, seconds: 60 * 60 * minute + number * 11 * minute });
      }),
    );
  }
}

async function deliverTo(sample: SampleMail): Promise<string> {
  const wanted =
    { GitHub: 'dev', Google: 'dev', Figma: 'dev', Paperhat: 'orders' }[sample.name ?? ''] ?? 'brand';
  const known = await database().managedAddress.findUnique({ where: { address: `${wanted}@${DOMAIN}` } });
  return deliverSample(known?.address ?? `brand@${DOMAIN}`, sample);
}

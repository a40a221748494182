import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { database } from '#lib/database/client.ts';
import { BRAND, DEV, fresh, openAcme } from '#tests/support/acme.ts';
import { decrypt, startPushService } from '#tests/support/push-service.ts';
import { deliverSample } from '#tests/support/sample-mail.ts';
import { soon } from '#tests/support/soon.ts';
import { allowPrivateTargets } from '#tests/support/webhook-receiver.ts';

allowPrivateTargets();
const { journey, openPage } = openAcme();

let service: Awaited<ReturnType<typeof startPushService>>;
beforeAll(async () => {
  service = await startPushService();
});
afterAll(() => service.close());

const told = (page: Page) => page.getByLabel('Tell this device about new codes');
/** Each choice is saved by itself, and the next one is made when it is. */
const saved = (where: object) =>
  soon(async () => expect(await database().pushSubscription.findFirst({ where })).not.toBeNull());

test('a device is told about a new code, shows it, and is told no more when it is switched off', async () => {
  const page = await openPage('/settings/preferences');
  await page.context().grantPermissions(['notifications'], { origin: journey.url });
  const browser = service.browser();
  // The push service of a browser is its maker's, on the internet: the test's stands in for it.
  await page.addInitScript((subscription) => {
    PushManager.prototype.subscribe = async () =>
      ({ toJSON: () => subscription }) as unknown as PushSubscription;
  }, browser.subscription);
  await page.reload();
  await told(page).check();
  await page.getByLabel('Show the code itself').waitFor();
  await saved({ endpoint: browser.subscription.endpoint, showCode: false, limited: false });

  const id = await deliverSample(BRAND, { ...fresh('9k2mm4qz'), seconds: 0 });
  await soon(() => expect(service.received).toHaveLength(1));
  const first = decrypt(browser, service.received[0]?.body ?? Buffer.alloc(0));
  expect(first).toMatchObject({ title: 'A code from X', path: `/inbox?message=${id}` });

  await page.getByLabel('Show the code itself').check();
  await saved({ showCode: true });
  await page.getByLabel('Only these').check();
  await page.getByText('Choose an address, or all of them.').waitFor();
  await page.getByLabel(BRAND).check();
  await saved({ limited: true, addresses: { some: { address: { address: BRAND } } } });
  await page.reload();
  expect(await told(page).isChecked()).toBe(true);
  expect(await page.getByLabel(BRAND).isChecked()).toBe(true);

  await deliverSample(DEV, { ...fresh('1111aaaa'), seconds: 0 });
  await deliverSample(BRAND, { ...fresh('62v3cc5t'), seconds: 0 });
  await soon(() => expect(service.received).toHaveLength(2));
  const payload = decrypt(browser, service.received[1]?.body ?? Buffer.alloc(0));
  expect(await shown(page, payload)).toEqual({ title: '62v3cc5t · X', body: payload.body });
  const { actorName } = await database().auditEvent.findFirstOrThrow({ where: { action: 'code.pushed' } });
  expect(actorName).toBe('Ada');

  // The page is left at once: the choice is sent all the same.
  await page.evaluate(() => {
    document.querySelector<HTMLInputElement>('input[value=all]')?.click();
    window.location.assign('/reference');
  });
  await saved({ limited: false });
  await page.waitForURL('**/reference');
  await page.goto(`${journey.url}/settings/preferences`);

  await told(page).uncheck();
  await page.getByLabel('Show the code itself').waitFor({ state: 'detached' });
  expect(await database().pushSubscription.count()).toBe(0);
});

/** What the browser shows when its push service hands it this. */
async function shown(page: Page, payload: object) {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.deliverPushMessage', {
    origin: `${journey.url}/`,
    registrationId: await registered,
    data: JSON.stringify(payload),
  });
  return soon(async () => {
    const notifications = await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
    });
    expect(notifications).toHaveLength(1);
    return notifications[0];
  });
}

test('a browser that refuses says so, and what would help', async () => {
  const page = await openPage('/settings/preferences');
  await page.getByText('This browser refuses notifications from Mailroom').waitFor();
  expect(await told(page).isDisabled()).toBe(true);
});

test('Mailroom can be installed, and its worker may speak to Mailroom alone', async () => {
  const page = await openPage('/inbox');
  const devtools = await page.context().newCDPSession(page);
  const { installabilityErrors } = await devtools.send('Page.getInstallabilityErrors');
  // Every browser session of a test is a private one.
  expect(installabilityErrors.map(({ errorId }) => errorId)).toEqual(['in-incognito']);
  const worker = await fetch(`${journey.url}/sw.js`);
  expect(worker.headers.get('content-type')).toMatch(/javascript/);
  expect(worker.headers.get('content-security-policy')).toBe("default-src 'none'; connect-src 'self'");
  expect(worker.headers.get('cache-control')).toBe('no-cache');
});

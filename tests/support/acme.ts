import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, beforeEach } from 'vitest';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { openMailroom, signIn } from '#tests/support/journey.ts';
import { deliverSample, SAMPLE_MAIL, type SampleMail } from '#tests/support/sample-mail.ts';

const OWNER = { name: 'Ada', email: 'ada@acme.example', password: 'correct horse battery' };
export const BRAND = 'brand@inbox.acme.example';
export const DEV = 'dev@inbox.acme.example';

/** A Mailroom that has been set up, with two addresses, and an ordinary morning's mail before each test. */
export function openAcme() {
  const journey = openMailroom();
  /** Signed in once: sign-in has its own journey. */
  let storageState: BrowserContextOptions['storageState'];

  beforeAll(async () => {
    const { workspaceId, memberId } = await setUp({
      workspace: 'Acme',
      owner: OWNER,
      domain: 'inbox.acme.example',
      address: BRAND,
    });
    const owner = { kind: 'member', id: memberId, workspaceId, name: 'Ada', role: 'owner' } as const;
    await createAddress(owner, { address: DEV, label: 'GitHub acme-dev' });
    const page = await journey.visit('/sign-in');
    await signIn(page, OWNER.email, OWNER.password);
    await page.waitForURL('**/inbox');
    storageState = await page.context().storageState();
  });

  beforeEach(async () => {
    await database().message.deleteMany();
    for (const sample of SAMPLE_MAIL.toReversed())
      await deliverSample(sample.name === 'GitHub' ? DEV : BRAND, sample);
  });

  return {
    journey,
    /** As the owner, at any page. */
    async openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
      const page = await journey.open({ ...options, storageState });
      await page.goto(`${journey.url}${path}`);
      return page;
    },
    /** As the owner, with the event stream open: what is delivered from then on comes over it. */
    async openInbox(path = '/inbox', options: BrowserContextOptions = {}): Promise<Page> {
      const page = await journey.open({ ...options, storageState });
      const streaming = untilLive(page);
      await page.goto(`${journey.url}${path}`);
      await streaming;
      return page;
    },
  };
}

/** Until the page follows the event stream, and so hears what is pressed. To be asked for before the page is opened. */
export const untilLive = (page: Page) =>
  page.waitForResponse((response) => response.url().endsWith('/api/v1/events'));

/** A code of X's that has just come. */
export const fresh = (code: string): SampleMail => ({
  from: 'info@x.com',
  name: 'X',
  subject: `Your X confirmation code is ${code}`,
  text: `Your X confirmation code is ${code}.`,
  proven: 'x.com',
});

export const now = (page: Page) => page.getByRole('region', { name: 'The newest code' });
export const row = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });

import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { findOrInstallChromium, launchChromium } from '#tests/support/chromium.ts';
import { useDatabase } from '#tests/support/database.ts';
import { buildOnce, inTurn, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { startWebApp, type WebApp } from '#tests/support/web-app.ts';

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

/**
 * Gives the test file a web app with a database of its own, and a real browser. A page of it that says
 * anything on its console, or throws, fails the test.
 * @param prepare what is to be there before the web app, and its settings
 */
export function openMailroom(prepare: () => Promise<Record<string, string>> = async () => ({})) {
  useDatabase();
  let app: WebApp;
  let browser: Browser;
  const said: string[] = [];

  beforeAll(async () => {
    await inTurn(findOrInstallChromium);
    await buildOnce();
    app = await startWebApp(process.env.DATABASE_URL ?? '', await prepare());
    browser = await launchChromium();
  }, PREPARED_WITHIN_MS);
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(said.splice(0), 'the browser’s console').toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  return {
    get url() {
      return app.url;
    },
    /** Stops the web app; the function it resolves with starts it again, at the same place. */
    async goAway(): Promise<() => Promise<void>> {
      await app.stop();
      return async () => {
        app = await startWebApp(process.env.DATABASE_URL ?? '', { PORT: app.port });
      };
    },
    async visit(path: string): Promise<Page> {
      const page = await this.open();
      await page.goto(`${app.url}${path}`);
      return page;
    },
    /** An empty page in a browser session of its own. */
    async open(options: BrowserContextOptions = {}): Promise<Page> {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 900 },
        locale: 'en-GB',
        ...options,
      });
      await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.url });
      const page = await context.newPage();
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()) && !isExpected(message.text()))
          said.push(message.text());
      });
      page.on('pageerror', (error) => said.push(String(error)));
      return page;
    },
  };
}

/** Chromium reports every answer of 4xx and 5xx, and every image of a mail that was not loaded: both are as they should be. */
function isExpected(words: string): boolean {
  return words.startsWith('Failed to load resource') || /^Loading the image .* has been blocked/.test(words);
}

/** Signs in as a person does, and waits for the inbox. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

export function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

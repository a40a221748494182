import path from 'node:path';
import pg from 'pg';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { buildWebApp } from '#bin/start/build.ts';
import { findOrInstallChromium, launchChromium } from '#tests/support/chromium.ts';
import { useDatabase } from '#tests/support/database.ts';
import { startWebApp, type WebApp } from '#tests/support/web-app.ts';

const ROOT = path.join(import.meta.dirname, '../..');
/** On a slow machine that has built nothing yet and has no browser. */
export const PREPARED_WITHIN_MS = 600_000;

/** Numbers nobody else uses: see `asAdministrator` in database.ts for 1. */
const PREPARE_LOCK = 2;

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

/**
 * Gives the test file a web app with a database of its own, and a real browser. A page of it that says
 * anything on its console, or throws, fails the test.
 */
export function openMailroom() {
  useDatabase();
  let app: WebApp;
  let browser: Browser;
  const said: string[] = [];

  beforeAll(async () => {
    await prepareOnce();
    app = await startWebApp(process.env.DATABASE_URL ?? '');
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
  return words.startsWith('Failed to load resource') || words.includes('directive: "img-src data:"');
}

/** Signs in as a person does, and waits for the inbox. */
export async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

export function clipboard(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Files run beside each other; the build, and the browser's installation, happen once. */
export async function prepareOnce(): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl').replace(/mailroom$/, 'postgres') });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [PREPARE_LOCK]);
    await findOrInstallChromium();
    await buildWebApp(ROOT, () => {});
  } finally {
    await client.end();
  }
}

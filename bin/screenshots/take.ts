import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

export const FOLDER = path.join(import.meta.dirname, '../../tests/.artifacts/screenshots');
export const DOMAIN = 'inbox.acme.example';
export const OWNER = { name: 'Ada Example', email: 'ada@acme.example', password: 'correct horse battery' };

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const SCREENS: [string, BrowserContextOptions][] = [
  ['desk-light', { ...DESK, colorScheme: 'light' }],
  ['desk-dark', { ...DESK, colorScheme: 'dark' }],
  ['phone-light', { ...PHONE, colorScheme: 'light' }],
  ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
];

/** Takes a page's pictures on all screens, after `act` has done something there. */
export type Take = (name: string, to: string, act?: (page: Page) => Promise<void>) => Promise<void>;

/** A browser that takes pictures, signed in as whoever was the last to sign in. */
export class Camera {
  #session: BrowserContextOptions['storageState'];
  readonly #browser: Browser;
  readonly #url: string;
  readonly #wanted: string[];

  /** @param wanted the beginnings of the names that are to be taken; none: all */
  constructor(browser: Browser, url: string, wanted: string[]) {
    this.#browser = browser;
    this.#url = url;
    this.#wanted = wanted;
  }

  /** Bound, to be handed over as it is. */
  readonly take: Take = async (name, to, act) => {
    if (this.#wanted.length > 0 && !this.#wanted.some((each) => name.startsWith(each))) return;
    for (const [screen, options] of SCREENS)
      await this.#shoot(path.join(FOLDER, `${name}-${screen}.png`), to, options, act);
  };

  /** One picture, on one screen, at a place of its own. */
  async takeOne(file: string, to: string, options: BrowserContextOptions): Promise<void> {
    await this.#shoot(file, to, options);
  }

  async signIn(): Promise<void> {
    const context = await this.#browser.newContext();
    const page = await context.newPage();
    await page.goto(`${this.#url}/sign-in`);
    await page.getByLabel('Email').fill(OWNER.email);
    await page.getByLabel('Password').fill(OWNER.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/inbox');
    this.#session = await context.storageState();
    await context.close();
  }

  async #shoot(
    file: string,
    to: string,
    options: BrowserContextOptions,
    act: (page: Page) => Promise<void> = async () => {},
  ): Promise<void> {
    const context = await this.#browser.newContext({
      ...options,
      locale: 'en-GB',
      storageState: this.#session,
    });
    try {
      const page = await context.newPage();
      await page.goto(`${this.#url}${to}`);
      await page.waitForTimeout(500);
      await act(page);
      await page.waitForTimeout(200);
      await page.screenshot({ path: file });
    } finally {
      await context.close();
    }
  }
}

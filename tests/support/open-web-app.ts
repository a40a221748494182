import { afterAll, beforeAll } from 'vitest';
import { useDatabase } from '#tests/support/database.ts';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { startWebApp, type WebApp } from '#tests/support/web-app.ts';

/**
 * Gives the test file a web app with a database of its own, for what asks it over HTTP and needs no browser.
 * @param settings beside the usual ones
 */
export function openWebApp(settings: Record<string, string> = {}) {
  useDatabase();
  let app: WebApp;
  beforeAll(async () => {
    await buildOnce();
    app = await startWebApp(process.env.DATABASE_URL ?? '', settings);
  }, PREPARED_WITHIN_MS);
  afterAll(() => app?.stop());

  return {
    get url() {
      return app.url;
    },
  };
}

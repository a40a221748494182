import { afterAll, beforeAll } from 'vitest';
import { useDatabase } from '#tests/support/database.ts';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { startWebApp, type WebApp } from '#tests/support/web-app.ts';

/** Gives the test file a web app with a database of its own, for what asks it over HTTP and needs no browser. */
export function openWebApp() {
  useDatabase();
  let app: WebApp;
  beforeAll(async () => {
    await buildOnce();
    app = await startWebApp(process.env.DATABASE_URL ?? '');
  }, PREPARED_WITHIN_MS);
  afterAll(() => app?.stop());

  return {
    get url() {
      return app.url;
    },
  };
}

import { afterAll, beforeAll } from 'vitest';
import { useDatabase } from '#tests/support/database.ts';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { TcpProxy } from '#tests/support/tcp-proxy.ts';
import { startWebApp, type WebApp } from '#tests/support/web-app.ts';

/** Gives the test file a web app, with a network between it and its database that can fail. */
export function openBehindNetwork() {
  useDatabase();
  let network: TcpProxy;
  let app: WebApp;

  beforeAll(async () => {
    await buildOnce();
    network = await TcpProxy.start(process.env.DATABASE_URL ?? '');
    app = await startWebApp(network.url);
  }, PREPARED_WITHIN_MS);
  afterAll(async () => {
    await app?.stop();
    await network?.cut();
  });

  return {
    get url() {
      return app.url;
    },
    get network() {
      return network;
    },
  };
}

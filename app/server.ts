import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { closeFeed } from '#lib/feed/listen.ts';
import { settings } from '#lib/settings.ts';

// The web process: Next behind Node's own HTTP server, so that a stop can drain it.

/** Whoever waits for a code is answered at once when the feed closes; this is for the answers to get out. */
const DRAIN_MS = 3_000;

const { host, port } = settings().web;
const app = next({
  dev: process.env.NODE_ENV !== 'production',
  dir: path.join(import.meta.dirname, '..'),
  hostname: host,
  port,
});
const handle = app.getRequestHandler();
await app.prepare();

const server = createServer((request, response) => void handle(request, response));
// Above the 60 seconds that a call may wait for a code, and longer than the idle time of usual proxies.
server.keepAliveTimeout = 75_000;
server.on('upgrade', app.getUpgradeHandler());
server.once('error', (error) => {
  console.error(`The web app cannot listen on ${host}, port ${port}: ${error.message}.`);
  process.exit(1);
});
server.listen(port, host, () => process.send?.({ type: 'ready' }));

let draining = false;
for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => void drain());

async function drain(): Promise<void> {
  if (draining) return;
  draining = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await closeFeed();
  await Promise.race([closed, sleep(DRAIN_MS)]);
  process.exit(0);
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BlockList } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import next from 'next';
import { answerDirectly } from '#app/api/v1/direct.ts';
import { answerUnroutable, toOriginForm } from '#app/unroutable.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import { startForwarding } from '#lib/forwarding/sender.ts';
import { startHousekeeping } from '#lib/housekeeping.ts';
import { outliveReaders } from '#lib/output.ts';
import { startPushing } from '#lib/push/sender.ts';
import { settings } from '#lib/settings.ts';
import { followReceivers, sayReady } from '#lib/supervised.ts';
import { startSender } from '#lib/webhooks/sender.ts';

// The web process: Next behind Node's own HTTP server, so that a stop can drain it.

/** Whoever waits for a code is answered at once when the feed closes; this is for the answers to get out. */
const DRAIN_MS = 3_000;

/** Connections not yet accepted: at Node's 511, a thousand test workers that connect at once would see some refused. */
const BACKLOG = 4_096;

/** Where a reverse proxy of ours can sit (RFC 1918, RFC 4193, loopback and link-local). */
const NEAR = new BlockList();
for (const [net, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  NEAR.addSubnet(net, prefix);
for (const [net, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  NEAR.addSubnet(net, prefix, 'ipv6');

/** What the first caller would otherwise wait a second for, since Next loads a route at its first request. */
const WARMED_UP = [
  '/api/v1/codes/latest',
  '/api/v1/codes',
  '/api/v1/messages',
  '/api/v1/events',
  '/sign-in',
  '/inbox',
  '/inbox/unread',
  '/readyz',
  '/mailosaur/api/servers',
  '/mcp',
];

outliveReaders();
followReceivers();
const { host, port } = settings().web;
const production = process.env.NODE_ENV === 'production';
const app = next({
  dev: !production,
  dir: path.join(import.meta.dirname, '..'),
  hostname: host,
  port,
});
const handle = app.getRequestHandler();
await app.prepare();

const server = createServer((request, response) => {
  toOriginForm(request);
  const unroutable = answerUnroutable(request.method, request.url);
  if (unroutable) return void send(unroutable, response);
  rememberRemoteAddress(request);
  if (answerDirectly(request, response)) return;
  void handle(request, response);
});
// Above the 60 seconds that a call may wait for a code, and longer than the idle time of usual proxies.
server.keepAliveTimeout = 75_000;
server.on('upgrade', app.getUpgradeHandler());
server.once('error', (error) => {
  console.error(`The web app cannot listen on ${host}, port ${port}: ${error.message}.`);
  process.exit(1);
});
server.listen({ port, host, backlog: BACKLOG }, async () => {
  await warmUp();
  sayReady();
});

const logAs = (where: string) => (because: string) => {
  process.stderr.write(`${JSON.stringify({ level: 'error', at: new Date(), where, error: because })}\n`);
};
const webhooks = startSender(logAs('webhooks'));
const forwards = startForwarding(logAs('forwards'));
const pushes = startPushing(logAs('pushes'));
const housekeeping = startHousekeeping(logAs('housekeeping'));

/** Whatever they answer (401 mostly): they are loaded then, and a fault will show at their first real use. */
async function warmUp(): Promise<void> {
  if (!production) return;
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  await Promise.all(WARMED_UP.map((path) => fetch(base + path, { redirect: 'manual' }).catch(() => {})));
}

let draining = false;
for (const event of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(event, () => void drain());

async function drain(): Promise<void> {
  if (draining) return;
  draining = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  housekeeping.stop();
  const sent = Promise.all([webhooks.stop(), forwards.stop(), pushes.stop()]);
  await closeFeed();
  await Promise.race([Promise.all([closed, sent]), sleep(DRAIN_MS)]);
  process.exit(0);
}

/** Only a proxy is believed when it says whom it speaks for: from anybody else, the header would be a disguise. */
function rememberRemoteAddress({ headers, socket }: IncomingMessage): void {
  const peer = socket.remoteAddress ?? '';
  const near = NEAR.check(peer, socket.remoteFamily === 'IPv6' ? 'ipv6' : 'ipv4');
  if (!near || !headers['x-forwarded-for']) headers['x-forwarded-for'] = peer.replace(/^::ffff:/, '');
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

import { afterAll, beforeAll, expect, test } from 'vitest';
import { createToken } from '#lib/access/tokens.ts';
import { Mailroom, type MailroomEvent } from '#lib/client.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage } from '#tests/support/fixtures.ts';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { soon } from '#tests/support/soon.ts';
import { startWebApp, type WebApp } from '#tests/support/web-app.ts';

useDatabase();

let app: WebApp;
let token: string;
let address: Awaited<ReturnType<typeof makeAddress>>;
beforeAll(async () => {
  await buildOnce();
  const workspace = await makeWorkspace();
  address = await makeAddress(workspace, 'brand');
  ({ token } = await createToken(workspace.operator, {
    name: 'CI',
    scopes: ['codes:read', 'messages:read'],
  }));
  app = await startWebApp(process.env.DATABASE_URL ?? '');
}, PREPARED_WITHIN_MS);
afterAll(() => app?.stop());

const gauge = async (name: string) => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
};

test('clients that go away in the middle of a wait free their places at once', async () => {
  // Those of the queues that this process works off.
  const ofQueues = await gauge('mailroom_subscriptions');
  const clients = new AbortController();
  const waits = Array.from({ length: 100 }, () =>
    fetch(`${app.url}/api/v1/codes/latest?address=${address.address}&wait=60`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: clients.signal,
    }).catch(() => null),
  );
  await soon(async () => expect(await gauge('mailroom_waits')).toBe(100));
  clients.abort();
  await Promise.all(waits);
  await soon(async () => expect(await gauge('mailroom_waits')).toBe(0));
  expect(await gauge('mailroom_subscriptions')).toBe(ofQueues);
});

test('the client follows events over a restart of Mailroom without a gap or a repetition', async () => {
  let answers = 0;
  const counting: typeof fetch = async (...request) => {
    const answer = await fetch(...request);
    answers += 1;
    return answer;
  };
  const events = new Mailroom({ url: app.url, token, fetch: counting }).events({ address: address.address });
  const next = async () => (await events.next()).value as MailroomEvent;
  const first = next();
  // Not when it is counted: only with the answer is it settled from where on it follows.
  await soon(() => expect(answers).toBe(1));
  expect(await gauge('mailroom_event_streams')).toBe(1);
  const stored = [(await storeMessage(address)).messageId];
  const told = [(await first).data.id];
  await app.stop();
  for (let n = 0; n < 3; n += 1) stored.push((await storeMessage(address)).messageId);
  app = await startWebApp(process.env.DATABASE_URL ?? '', { PORT: app.port });
  stored.push((await storeMessage(address)).messageId);
  for (let n = 0; n < 4; n += 1) told.push((await next()).data.id);
  expect(told).toEqual(stored);
  await events.return(undefined);
});

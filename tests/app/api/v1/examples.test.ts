import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { readMail } from '#inbound/email/read.ts';
import { receiveMail } from '#inbound/email/receive.ts';
import { allowDestination } from '#lib/forwarding/destinations.ts';
import { recordVerdict } from '#lib/messages/authenticate.ts';
import { attempt } from '#lib/webhooks/attempt.ts';
import { createWebhook } from '#lib/webhooks/manage.ts';
import { takeDue } from '#lib/webhooks/queue.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { useRelay } from '#tests/support/relay.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';
import { SECRET } from '#tests/support/web-app.ts';
import { allowPrivateTargets, startReceiver } from '#tests/support/webhook-receiver.ts';

// The examples of the OpenAPI document are what this test is really answered: a file that differs fails it, and
// `npx vitest run tests/app/api/v1/examples.test.ts -u` writes it anew. Ids and times are made the same each time.

useDatabase();
allowPrivateTargets();
process.env.MAILROOM_SECRET = SECRET;
const twilio = await openTwilio('http://localhost:3000');

const FILE = 'app/api/v1/openapi.json/examples.json';
type Recorded = { path: string; body?: object; answer?: unknown };

let token: string;
let workspace: TestWorkspace;
beforeAll(async () => {
  // Nothing is sent: no process works the queue off here.
  useRelay('smtp://relay.example');
  workspace = await makeWorkspace('inbox.example');
  token = await issueToken(workspace);
});

const mail = (code: string) =>
  [
    'From: X <info@x.com>',
    'To: brand@inbox.example',
    `Subject: Your X confirmation code is ${code}`,
    `Message-ID: <${code}@x.com>`,
    'Date: Tue, 24 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'We noticed an attempt to log in to your account @brand.',
    `Enter the following single-use code: ${code}`,
    'If this was not you, change your password: https://x.com/account/begin_password_reset',
    '--b',
    'Content-Type: text/plain; charset=utf-8; name="device.txt"',
    'Content-Disposition: attachment; filename="device.txt"',
    '',
    'Chrome on Linux',
    '--b--',
    '',
  ].join('\r\n');

async function receive(code: string): Promise<void> {
  const session = { envelopeFrom: 'info@x.com', remoteAddress: '192.0.2.1', heloName: 'mx.x.com' };
  const [outcome] = await deliver(
    await receiveMail(Buffer.from(mail(code)), ['brand@inbox.example'], session, readMail),
  );
  if (outcome?.result !== 'stored') throw new Error(`The mail was ${outcome?.result}.`);
  await recordVerdict([outcome.messageId], {
    spf: 'pass',
    dkim: 'pass',
    dmarc: 'pass',
    arc: 'none',
    provenDomain: 'x.com',
  });
}

test('every operation has an example, and each is what the API answers', async () => {
  const recorded: Record<string, Recorded> = {};
  const ask = async (operationId: string, method: string, to: string, body?: object) => {
    const response = await call(token, method, to, { body });
    expect(response.status, `${method} ${to}`).toBeLessThan(300);
    const json = response.headers.get('content-type')?.includes('json');
    const answer = response.status === 204 ? undefined : json ? await response.json() : await response.text();
    recorded[operationId] = { path: to, ...(body && { body }), ...(answer !== undefined && { answer }) };
    return answer;
  };

  await ask('postAddresses', 'POST', '/addresses', { address: 'brand@inbox.example', label: 'X @brand' });
  const account = await ask('postAccounts', 'POST', '/accounts', {
    service: 'x',
    handle: '@brand',
    email: 'brand@inbox.example',
    authenticator: 'JBSWY3DPEHPK3PXP',
  });
  const webhook = await ask('postWebhooks', 'POST', '/webhooks', {
    url: 'https://example.com/hooks/mailroom',
    events: ['code.received'],
  });
  const stream = await call(token, 'GET', '/events?address=brand%40inbox.example');
  await receive('62v3cc5t');
  recorded.getEvents = { path: '/events?address=brand%40inbox.example', answer: await readEvents(stream, 2) };

  await ask('getCodesLatest', 'GET', '/codes/latest?address=brand%40inbox.example&service=x&wait=30');
  await ask('getCodes', 'GET', '/codes?address=brand%40inbox.example&state=usable&limit=1');
  const list = await ask('getMessages', 'GET', '/messages?q=confirmation&hasCode=true&limit=1');
  const [{ id, codes }] = list.data;
  await ask('getMessagesLatest', 'GET', '/messages/latest?address=brand%40inbox.example&from=x.com&wait=30');
  await ask('getMessagesId', 'GET', `/messages/${id}`);
  await ask('getMessagesIdSource', 'GET', `/messages/${id}/source`);
  await ask('getMessagesIdAttachmentsN', 'GET', `/messages/${id}/attachments/0`);
  await allowDestination(workspace.operator, 'desk@partner.example');
  await ask('postMessagesIdForward', 'POST', `/messages/${id}/forward`, { to: 'desk@partner.example' });
  await ask('getMessagesIdForward', 'GET', `/messages/${id}/forward`);
  await ask('postCodesIdClaim', 'POST', `/codes/${codes[0].id}/claim`);
  await receive('k93mq2wp');
  await ask('postCodesClaim', 'POST', '/codes/claim', {
    address: 'brand@inbox.example',
    service: 'x',
    wait: 30,
  });

  await ask('getAccounts', 'GET', '/accounts?service=x');
  await ask('getAccountsId', 'GET', `/accounts/${account.id}`);
  await ask('getAccountsIdTotp', 'GET', `/accounts/${account.id}/totp`);
  await ask('patchAccountsId', 'PATCH', `/accounts/${account.id}`, { handle: '@brand_hq' });
  await ask('deleteAccountsId', 'DELETE', `/accounts/${account.id}`);
  await ask('getWebhooks', 'GET', '/webhooks');
  await ask('getWebhooksId', 'GET', `/webhooks/${webhook.id}`);
  const deliveries = await ask(
    'getWebhooksIdDeliveries',
    'GET',
    `/webhooks/${webhook.id}/deliveries?limit=1`,
  );
  await ask(
    'postWebhooksIdDeliveriesDeliveryIdRedeliver',
    'POST',
    `/webhooks/${webhook.id}/deliveries/${deliveries.data[0].id}/redeliver`,
  );
  await ask('patchWebhooksId', 'PATCH', `/webhooks/${webhook.id}`, { enabled: false });
  await ask('deleteWebhooksId', 'DELETE', `/webhooks/${webhook.id}`);
  recorded.webhookEvent = { path: '', body: await tellWebhook() };
  await ask('getAddresses', 'GET', '/addresses');
  await ask('getAddressesAddress', 'GET', '/addresses/brand%40inbox.example');
  await ask('patchAddressesAddress', 'PATCH', '/addresses/brand%40inbox.example', {
    label: 'X @brand, main',
  });
  await ask('deleteMessagesId', 'DELETE', `/messages/${id}`);
  await ask('deleteAddressesAddress', 'DELETE', '/addresses/brand%40inbox.example');

  await call(token, 'POST', '/addresses', { body: { address: '+14155550100' } });
  twilio.numbers.add('+14155550100');
  await ask('postMessages', 'POST', '/messages', {
    from: '+14155550100',
    to: '+447700900123',
    text: 'VERIFY 482913',
  });

  await ask('getNumbersAvailable', 'GET', '/numbers/available?country=US&type=local&digits=212');
  await ask('postNumbers', 'POST', '/numbers', { number: '+12125550112', label: 'X @brand' });
  await ask('getNumbers', 'GET', '/numbers?limit=1');
  await ask('getNumbersNumber', 'GET', '/numbers/%2B12125550112');
  await ask('postNumbersNumberReceive', 'POST', '/numbers/%2B14155550100/receive');
  await ask('patchNumbersNumber', 'PATCH', '/numbers/%2B12125550112', {
    ...{ label: 'X @brand, texts', calls: { greeting: 'This call is recorded.' } },
  });
  await ask('deleteNumbersNumber', 'DELETE', '/numbers/%2B12125550112');
  await ask('postNumbersNumberKeep', 'POST', '/numbers/%2B12125550112/keep');

  const document = await (await call(null, 'GET', '/openapi.json')).json();
  const { paths, webhooks } = document as Record<
    string,
    Record<string, Record<string, { operationId: string }>>
  >;
  const operations = Object.values({ ...paths, ...webhooks })
    .flatMap((methods) => Object.values(methods))
    .map((operation) => operation.operationId);
  expect(Object.keys(recorded).sort()).toEqual(operations.sort());
  await expect(`${JSON.stringify(settle(recorded), null, 2)}\n`).toMatchFileSnapshot(path.resolve(FILE));
});

/** What a webhook's URL is really sent when a code comes. */
async function tellWebhook(): Promise<object> {
  const receiver = await startReceiver();
  await createWebhook(workspace.operator, { url: receiver.url, events: ['code.received'] });
  await receive('p4n7rt2d');
  const [due] = await takeDue(new Map(), { limit: 1, perWebhook: 1 });
  if (!due) throw new Error('Nothing is due for the webhook.');
  await attempt(due, new AbortController().signal);
  await receiver.close();
  return JSON.parse(receiver.received[0]?.body ?? '');
}

/** The first so many events, as they stand in the stream. */
async function readEvents(stream: Response, count: number): Promise<string> {
  let text = '';
  const reader = (stream.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
  while (text.split('\nevent: ').length <= count) text += (await reader.read()).value ?? '';
  await reader.cancel();
  return text;
}

/** Each id becomes another by its place, each time the same distance from noon, in minutes; a secret a sample. */
function settle(recorded: Record<string, Recorded>): unknown {
  const ids = new Map<string, string>();
  const text = JSON.stringify(recorded);
  const [first = ''] = text.match(TIME) ?? [];
  return JSON.parse(
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) => {
        const known = ids.get(id) ?? `019ab5f0-0000-7000-8000-${String(ids.size + 1).padStart(12, '0')}`;
        ids.set(id, known);
        return known;
      })
      .replace(TIME, (time) => {
        // What the mail itself says is the same each time.
        if (time === SENT) return time;
        const minutes = Math.round((Date.parse(time) - Date.parse(first)) / 60_000);
        return new Date(Date.UTC(2026, 10, 24, 10, minutes, 0, 123)).toISOString();
      })
      .replace(
        /"code":"\d{6}","validUntil":"[^"]+","nextCode":"\d{6}"/,
        `"code":"282760","validUntil":"${TOTP_END}","nextCode":"996554"`,
      )
      .replace(/id: \d+-(\d+)/g, (_, place) => `id: 1042-${place}`)
      // The extractor may grow surer.
      .replace(/"confidence":[\d.]+/g, '"confidence":0.99')
      .replace(/"nextCursor":"[^"]+"/g, `"nextCursor":"${CURSOR}"`)
      .replace(/\b(PN|AC)[0-9a-f]{32}/g, `$1${'0123456789abcdef'.repeat(2)}`)
      .replace(/whsec_[A-Za-z0-9+/=]+/g, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'),
  );
}
const TOTP_END = '2026-11-24T10:00:30.000Z';
const SENT = '2026-11-24T10:00:00.000Z';
const CURSOR = Buffer.from('2026-11-24T10:00:00.123Z/019ab5f0-0000-7000-8000-000000000003').toString(
  'base64url',
);
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

import { beforeAll, expect, test, vi } from 'vitest';
import { POST } from '#app/api/inbound/twilio/sms/route.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { useDatabase } from '#tests/support/database.ts';
import { ACCOUNT_SID, AUTH_TOKEN, twilioForm, twilioRequest } from '#tests/support/twilio.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

useDatabase();
Object.assign(process.env, {
  PUBLIC_URL: 'https://mail.example.com',
  TWILIO_ACCOUNT_SID: ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: `${AUTH_TOKEN},the-token-before`,
});
const URL = 'https://mail.example.com/api/inbound/twilio/sms';

let addressId = '';
beforeAll(async () => {
  addressId = (await createWorkspace(['+14155550100'])).address.id;
});

test('a signed text is stored with its code, and answered without a reply', async () => {
  const form = twilioForm();
  const response = await POST(twilioRequest(URL, form));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/xml');
  expect(await response.text()).toMatch(/<Response\/>$/);
  const message = await database().message.findFirstOrThrow({
    where: { identity: `twilio:${form.MessageSid}` },
    include: { codes: true, source: true },
  });
  expect(message).toMatchObject({
    addressId,
    channel: 'sms',
    fromAddress: '40404',
    text: form.Body,
    service: 'x',
  });
  expect(message.codes).toMatchObject([{ code: '073532', service: 'x' }]);
  expect(Buffer.from(message.source.bytes).toString()).toContain(`MessageSid=${form.MessageSid}`);
});

test('the same MessageSid again changes nothing', async () => {
  const form = twilioForm();
  expect((await POST(twilioRequest(URL, form))).status).toBe(200);
  expect((await POST(twilioRequest(URL, form))).status).toBe(200);
  expect(await database().message.count({ where: { identity: `twilio:${form.MessageSid}` } })).toBe(1);
});

test.each([
  ['signed with the token before a rotation', { authToken: 'the-token-before' }, 200],
  [
    'signed for the URL with its port',
    { signedUrl: 'https://mail.example.com:443/api/inbound/twilio/sms' },
    200,
  ],
  ['signed with a foreign token', { authToken: 'foreign' }, 403],
  ['signed for another host', { signedUrl: 'https://evil.example/api/inbound/twilio/sms' }, 403],
])('a text %s', async (_, options, status) => {
  const form = twilioForm();
  expect((await POST(twilioRequest(URL, form, options))).status).toBe(status);
  expect(await database().message.count({ where: { identity: `twilio:${form.MessageSid}` } })).toBe(
    status === 200 ? 1 : 0,
  );
});

test('what the signature is checked against is the public URL, not where the request came in', async () => {
  const form = twilioForm();
  const behindProxy = twilioRequest('http://127.0.0.1:3000/api/inbound/twilio/sms', form, { signedUrl: URL });
  expect((await POST(behindProxy)).status).toBe(200);
});

test('a text with a changed parameter, an added one or no signature is refused', async () => {
  const form = twilioForm();
  const signature = twilioRequest(URL, form).headers.get('x-twilio-signature') ?? '';
  for (const changed of [
    { ...form, Body: 'code 999999' },
    { ...form, Extra: '' },
  ]) {
    const request = new Request(URL, {
      method: 'POST',
      headers: { 'X-Twilio-Signature': signature },
      body: new URLSearchParams(changed),
    });
    expect((await POST(request)).status).toBe(403);
  }
  expect((await POST(new Request(URL, { method: 'POST', body: new URLSearchParams(form) }))).status).toBe(
    403,
  );
});

test('a form without To says so', async () => {
  const { To: _, ...form } = twilioForm();
  const response = await POST(twilioRequest(URL, form));
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({
    type: expect.stringMatching(/invalid-input$/),
    detail: expect.stringContaining('To is missing'),
  });
});

test('a text to a number that is not managed is told to Twilio, which shows it in its log', async () => {
  const response = await POST(twilioRequest(URL, twilioForm({ To: '+14155550199' })));
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ detail: '+14155550199 is not a managed phone here.' });
});

test('a number of a Messaging Service is found by To', async () => {
  const response = await POST(twilioRequest(URL, twilioForm({ MessagingServiceSid: `MG${'2'.repeat(32)}` })));
  expect(response.status).toBe(200);
});

test('with the database away the answer is 503, and Twilio tries its fallback', async () => {
  const connect = vi.spyOn(pool(), 'query').mockImplementation(() => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  });
  const response = await POST(twilioRequest(URL, twilioForm()));
  connect.mockRestore();
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBeTruthy();
});

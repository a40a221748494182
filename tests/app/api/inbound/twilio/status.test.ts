import { beforeAll, expect, test } from 'vitest';
import { POST } from '#app/api/inbound/twilio/status/route.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { sendText } from '#lib/phones/send.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { twilioRequest } from '#tests/support/twilio.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';

useDatabase();
const twilio = await openTwilio();
const FROM = '+14155550100';
const URL = 'https://mail.example.com/api/inbound/twilio/status';

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace();
  await createAddress(workspace.operator, { address: FROM });
  twilio.numbers.add(FROM);
});

const report = (
  sid: string,
  status: string,
  options: { message?: string; code?: string; token?: string } = {},
) =>
  POST(
    twilioRequest(
      options.message ? `${URL}?message=${options.message}` : URL,
      {
        MessageSid: sid,
        MessageStatus: status,
        AccountSid: twilio.account.sid,
        ErrorCode: options.code ?? '',
      },
      { authToken: options.token ?? twilio.account.token },
    ),
  );
const send = () => sendText(workspace.operator, { from: FROM, to: '+447700900123', text: 'ABC123' });
const read = (messageId: string) => database().outgoingText.findUniqueOrThrow({ where: { messageId } });

test('a text goes through its states, and one that comes late takes nothing back', async () => {
  const { id } = await send();
  const { providerId } = await read(id);
  for (const [status, state] of [
    ['sending', 'queued'],
    ['sent', 'sent'],
    ['delivered', 'delivered'],
    ['sent', 'delivered'],
    ['a state of the future', 'delivered'],
  ] as const) {
    expect((await report(providerId ?? '', status)).status).toBe(200);
    expect((await read(id)).state).toBe(state);
  }
  const events = await database().feedEvent.count({ where: { messageId: id, kind: 'message.updated' } });
  expect(events).toBeGreaterThanOrEqual(4);
});

test('a failure is told with its reason', async () => {
  const { id } = await send();
  const { providerId } = await read(id);
  await report(providerId ?? '', 'undelivered', { code: '30034' });
  expect(await read(id)).toMatchObject({ state: 'failed', errorCode: 30034, reason: /10DLC/ });
});

test('what Twilio calls back before its answer was recorded is known by our own id', async () => {
  twilio.trouble(/^POST .*Messages/, 'answer lost');
  const { id } = await send();
  const sid = twilio.messages.all[0]?.sid ?? '';
  expect((await report(sid, 'delivered', { message: id })).status).toBe(200);
  expect(await read(id)).toMatchObject({ state: 'delivered', providerId: sid });
  // Another message's id is not taken for it.
  expect((await report(`SM${'9'.repeat(32)}`, 'failed', { message: id })).status).toBe(404);
  expect((await read(id)).state).toBe('delivered');
});

test('what is not signed, not known or no status is refused', async () => {
  const { id } = await send();
  const { providerId } = await read(id);
  expect((await report(providerId ?? '', 'failed', { token: 'foreign' })).status).toBe(403);
  expect((await report(`SM${'8'.repeat(32)}`, 'sent')).status).toBe(404);
  expect((await report('nonsense', 'sent')).status).toBe(422);
  expect((await read(id)).state).toBe('queued');
});

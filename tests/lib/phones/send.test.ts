import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor, MemberActor } from '#lib/access/actor.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { latestMessage } from '#lib/messages/latest.ts';
import { PER_NUMBER } from '#lib/phones/rate.ts';
import { sendableNumbers, sendText } from '#lib/phones/send.ts';
import { settleTexts } from '#lib/phones/settle.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeMember, makeToken, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';

useDatabase();
const twilio = await openTwilio();
const FROM = '+14155550100';
const TO = '+447700900123';
const MINUTE = 60_000;

let workspace: TestWorkspace;
let owner: MemberActor;
beforeAll(async () => {
  workspace = await makeWorkspace();
  owner = await makeMember(workspace, 'owner');
  await createAddress(owner, { address: FROM });
  twilio.numbers.add(FROM);
});
beforeEach(async () => {
  await database().message.deleteMany();
  twilio.messages.all.length = 0;
});

const send = (actor: Actor = owner, change: object = {}) =>
  sendText(actor, { from: FROM, to: TO, text: 'ABC123', ...change });
const stateOf = async (id: string) =>
  (await database().outgoingText.findUniqueOrThrow({ where: { messageId: id } })).state;
const inAWhile = (minutes: number) => settleTexts(new Date(Date.now() + minutes * MINUTE));

test('a text is stored, handed to Twilio and shown with its state; its event and its record are there', async () => {
  const message = await send();
  expect(message).toMatchObject({
    ...{ channel: 'sms', direction: 'outbound', address: FROM, from: { address: FROM }, to: [TO] },
    ...{ snippet: 'ABC123', sending: { state: 'queued', errorCode: null, reason: null }, unread: false },
  });
  expect(twilio.messages.all).toMatchObject([{ from: FROM, to: TO, body: 'ABC123' }]);
  const event = await database().feedEvent.findFirst({ where: { messageId: message.id } });
  expect(event).toMatchObject({ kind: 'message.updated' });
  const record = await database().auditEvent.findFirst({ where: { subjectId: message.id } });
  expect(record).toMatchObject({ action: 'text.sent', actorName: 'owner', subjectName: `${FROM} to ${TO}` });
});

test('nobody who waits for a message is given one that was sent from here', async () => {
  await send();
  await expect(latestMessage(owner, { address: FROM })).rejects.toMatchObject({ code: 'message-not-found' });
});

describe('who may send', () => {
  test('a member does with a grant as manager, of the number or of its account, and not as viewer', async () => {
    const member = await makeMember(workspace, 'member');
    const refused = { code: 'address-not-found', message: `There is no managed address ${FROM}.` };
    await expect(send(member)).rejects.toMatchObject(refused);
    const { id: addressId } = await database().managedAddress.findFirstOrThrow({ where: { address: FROM } });
    const to = { workspaceId: workspace.id, memberId: member.id };
    await database().grant.create({ data: { ...to, addressId, level: 'viewer' } });
    await expect(send(member)).rejects.toMatchObject(refused);
    expect(await sendableNumbers(member)).toEqual([]);
    const account = await database().account.create({
      data: { workspaceId: workspace.id, service: 'x', handle: '@brand', phoneId: addressId },
    });
    await database().grant.create({ data: { ...to, accountId: account.id, level: 'manager' } });
    expect((await send(member)).sending?.state).toBe('queued');
    expect(await sendableNumbers(member)).toEqual([FROM]);
    await database().account.delete({ where: { id: account.id } });
  });

  test('a token does with its scope, at its addresses, and not in another workspace', async () => {
    expect((await send(await makeToken(workspace, ['messages:send']))).direction).toBe('outbound');
    await expect(send(await makeToken(workspace, ['messages:read']))).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(send(await makeToken(workspace, ['messages:send'], []))).rejects.toMatchObject({
      code: 'address-not-found',
    });
    const elsewhere = await makeToken(await makeWorkspace(), ['messages:send']);
    await expect(send(elsewhere)).rejects.toMatchObject({ code: 'address-not-found' });
  });

  test('nobody does while the workspace has switched it off', async () => {
    await database().workspace.update({ where: { id: workspace.id }, data: { maySend: false } });
    await expect(send()).rejects.toMatchObject({ code: 'forbidden', message: /switched that off/ });
    expect(await sendableNumbers(owner)).toEqual([]);
    await database().workspace.update({ where: { id: workspace.id }, data: { maySend: true } });
  });

  test('a number sends a few texts a minute, and the next is told when there is room again', async () => {
    for (let n = 0; n < PER_NUMBER; n += 1) await send();
    await expect(send()).rejects.toMatchObject({
      code: 'too-many-requests',
      message: /at most 10 texts a minute/,
      retryAfter: expect.any(Number),
    });
    expect(twilio.messages.all).toHaveLength(PER_NUMBER);
  });
});

test.each([
  ['to', { to: '40404' }, /short code/],
  ['to', { to: 'brand@x.com' }, /email address/],
  ['to', { to: '0770' }, /country code/],
  ['text', { text: '  ' }, /1 to 1600 characters/],
  ['text', { text: 'x'.repeat(1_601) }, /1 to 1600 characters/],
  ['from', { from: 'brand@x.com' }, /email address/],
])('bad input is named: %s %j', async (field, change, detail) => {
  await expect(send(owner, change)).rejects.toMatchObject({
    code: 'invalid-input',
    fields: [{ field, detail: expect.stringMatching(detail) }],
  });
});

test('the same Idempotency-Key is the same text, also of two requests at once; for another text it is refused', async () => {
  const key = { idempotencyKey: 'once' };
  const both = await Promise.all([send(owner, key), send(owner, key)]);
  expect(new Set([...both, await send(owner, key)].map(({ id }) => id)).size).toBe(1);
  expect(twilio.messages.all).toHaveLength(1);
  await expect(send(owner, { ...key, text: 'other' })).rejects.toMatchObject({
    fields: [{ field: 'Idempotency-Key' }],
  });
});

describe('when Twilio', () => {
  test.each([
    [21610, /opted out/],
    [21614, /landline/],
    [21408, /may not text that country/],
    [29999, /Twilio says: Refused \(error 29999\)/],
  ])('refuses it with %d, it has failed, with the reason in plain words', async (code, reason) => {
    twilio.refuse('+447700900199', code);
    const { sending } = await send(owner, { to: '+447700900199' });
    expect(sending).toEqual({ state: 'failed', errorCode: code, reason: expect.stringMatching(reason) });
  });

  test('does not accept the token, it has failed, and says who can mend that', async () => {
    twilio.trouble(/^POST .*Messages/, { status: 401, code: 20003 });
    expect((await send()).sending).toMatchObject({ state: 'failed', reason: /TWILIO_AUTH_TOKEN/ });
  });

  test('has too much to do, it stays queued and is handed over once, after the time Twilio named', async () => {
    twilio.trouble(/^POST .*Messages/, { status: 429, code: 20429, headers: { 'Retry-After': '90' } });
    const { id, sending } = await send();
    expect(sending).toMatchObject({ state: 'queued', reason: /in 90 seconds/ });
    await inAWhile(1);
    expect(twilio.messages.all).toHaveLength(0);
    await inAWhile(2);
    await inAWhile(3);
    expect(twilio.messages.all).toHaveLength(1);
    expect(await stateOf(id)).toBe('queued');
  });

  test.each(['answer lost', 'half an answer'] as const)(
    'took it with the %s, its list tells, and it is never sent twice',
    async (trouble) => {
      twilio.trouble(/^POST .*Messages/, trouble);
      const { id, sending } = await send();
      expect(sending).toMatchObject({ state: 'queued', reason: /could not say/ });
      await inAWhile(1);
      const [taken] = twilio.messages.all;
      const text = await database().outgoingText.findUniqueOrThrow({ where: { messageId: id } });
      expect(text).toMatchObject({ state: 'queued', providerId: taken?.sid, reason: null });
      expect(twilio.messages.all).toHaveLength(1);
    },
  );

  test.each(['no connection', { status: 500 }] as const)(
    'never got it (%j), it has failed once its list has had time to show it, and is not sent by itself',
    async (trouble) => {
      twilio.trouble(/^POST .*Messages/, trouble);
      const { id } = await send();
      await inAWhile(1);
      expect(await stateOf(id)).toBe('queued');
      await inAWhile(11);
      expect(await stateOf(id)).toBe('failed');
      expect(twilio.messages.all).toHaveLength(0);
    },
  );

  test('lost the answers to two texts alike, each is found for itself', async () => {
    twilio.trouble(/^POST .*Messages/, 'answer lost');
    twilio.trouble(/^POST .*Messages/, 'answer lost');
    await send();
    await send();
    await inAWhile(1);
    const sids = (await database().outgoingText.findMany()).map((text) => text.providerId);
    expect(sids.toSorted()).toEqual(twilio.messages.all.map(({ sid }) => sid).toSorted());
  });
});

test('a process that died before it handed the text over left it to the next, which does so once', async () => {
  const { id } = await send();
  // As it was after the commit, and before Twilio was asked.
  twilio.messages.all.length = 0;
  const attemptAt = new Date();
  await database().outgoingText.update({
    where: { messageId: id },
    data: { providerId: null, attemptedAt: null, attemptAt },
  });
  await Promise.all([inAWhile(1), inAWhile(1)]);
  expect(twilio.messages.all).toHaveLength(1);
  await database().outgoingText.update({ where: { messageId: id }, data: { providerId: null, attemptAt } });
  await inAWhile(61);
  expect(await stateOf(id)).toBe('failed');
  expect(twilio.messages.all).toHaveLength(1);
});

test('a state that no callback told is asked for', async () => {
  const { id } = await send();
  const [taken] = twilio.messages.all;
  if (taken) Object.assign(taken, { status: 'undelivered', error_code: 30003 });
  await inAWhile(2);
  const text = await database().outgoingText.findUniqueOrThrow({ where: { messageId: id } });
  expect(text).toMatchObject({ state: 'failed', errorCode: 30003, reason: /could not be reached/ });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST as receiveTexts } from '#app/api/inbound/twilio/sms/route.ts';
import { POST as receiveStates } from '#app/api/inbound/twilio/status/route.ts';
import { POST as receiveWords } from '#app/api/inbound/twilio/transcription/route.ts';
import { POST as receiveCalls } from '#app/api/inbound/twilio/voice/route.ts';
import { fetchDue } from '#inbound/twilio/media.ts';
import { reconcile } from '#inbound/twilio/reconcile.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { answerCalls, repairCalls } from '#lib/phones/calls.ts';
import { mendNumbers } from '#lib/phones/mend.ts';
import { bringIn, findNumber, listNumbers } from '#lib/phones/numbers.ts';
import { planRelease, releaseDue } from '#lib/phones/release.ts';
import { sendText } from '#lib/phones/send.ts';
import { settleTexts } from '#lib/phones/settle.ts';
import { findSigner } from '#lib/phones/signer.ts';
import {
  addTwilioAccount,
  exchangeToken,
  listTwilioAccounts,
  removeTwilioAccount,
} from '#lib/phones/twilio-accounts.ts';
import { settings } from '#lib/settings.ts';
import { serve } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeMember, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';
import { SECRET } from '#tests/support/web-app.ts';

useDatabase();
process.env.MAILROOM_SECRET = SECRET;
const ROUTES: Record<string, (request: Request) => Promise<Response>> = {
  sms: receiveTexts,
  status: receiveStates,
  voice: receiveCalls,
  transcription: receiveWords,
};
// The webhooks, over real HTTP: what Twilio is told is where they are.
const here = await serve((request) => {
  const route = ROUTES[new URL(request.url).pathname.split('/').at(-1) ?? ''];
  if (!route) throw new Error(`There is no ${request.url}.`);
  return route(request);
});
const twilio = await openTwilio(here.url);
afterAll(() => here.close());
const SMS = `${here.url}/api/inbound/twilio/sms`;
const PHONE = '+14155550100';
const OTHERS = '+14155550199';
const FRIEND = '+447700900123';
const DAY = 24 * 60 * 60_000;

let workspace: TestWorkspace;
let owner: MemberActor;
let other: MemberActor;
let sub: ReturnType<typeof twilio.subaccount>;
beforeAll(async () => {
  workspace = await makeWorkspace();
  owner = await makeMember(workspace, 'owner');
  other = await makeMember(await makeWorkspace(), 'owner');
});
beforeEach(async () => {
  await database().managedAddress.deleteMany();
  await database().twilioAccount.deleteMany();
  await database().reconciliation.deleteMany();
  twilio.numbers.clear();
  twilio.messages.all.length = 0;
  sub = twilio.subaccount();
});

const given = () => ({ accountSid: sub.account.sid, authToken: sub.account.token });
const text = { from: '40404', to: PHONE, body: 'Your X confirmation code is 482913.' };
const messages = () => database().message.findMany();
const stateOf = (messageId: string) => database().outgoingText.findUnique({ where: { messageId } });

/** The subaccount is here, and its number is managed. */
async function bring(): Promise<void> {
  await addTwilioAccount(owner, given());
  sub.numbers.add(PHONE);
  await bringIn(owner, PHONE);
}

describe('a subaccount', () => {
  test('is kept once Twilio accepts its token, which is never shown nor stored as it is', async () => {
    const { sid, token } = sub.account;
    for (const [change, words] of [
      [{ authToken: 'wrong' }, /does not accept/],
      [{ authToken: '' }, /no auth token/],
      [{ accountSid: 'AC1' }, /32 hexadecimal/],
      [{ accountSid: `AC${'0'.repeat(32)}` }, /does not accept/],
      [{ accountSid: twilio.account.sid }, /configured with/],
      [{ label: 'x'.repeat(101) }, /one line/],
    ] as const)
      await expect(addTwilioAccount(owner, { ...given(), ...change })).rejects.toThrow(words);
    sub.change({ status: 'suspended' });
    await expect(addTwilioAccount(owner, given())).rejects.toThrow(/is suspended at Twilio/);
    sub.change({ status: 'active' });
    expect(await addTwilioAccount(owner, given())).toMatchObject({ label: 'Brand team' });
    await expect(addTwilioAccount(other, given())).rejects.toThrow(/here already/);
    const listed = await listTwilioAccounts(owner);
    expect(listed).toMatchObject([{ accountSid: sid, label: 'Brand team', lastRun: null }]);
    expect(JSON.stringify(listed)).not.toContain(token);
    const { authToken } = await database().twilioAccount.findFirstOrThrow();
    expect(Buffer.from(authToken).toString('latin1')).not.toContain(token);
    expect(
      await database().auditEvent.findFirst({ where: { action: 'twilio-account.added' } }),
    ).toMatchObject({
      subjectName: 'Brand team',
    });
  });

  test('is added, exchanged and removed by owners of its workspace, and seen by its admins', async () => {
    await addTwilioAccount(owner, { ...given(), label: 'Brand' });
    const admin = await makeMember(workspace, 'admin');
    const forbidden = { code: 'forbidden' };
    await expect(addTwilioAccount(admin, given())).rejects.toMatchObject(forbidden);
    await expect(exchangeToken(admin, sub.account.sid, 'x')).rejects.toMatchObject(forbidden);
    await expect(removeTwilioAccount(admin, sub.account.sid)).rejects.toMatchObject(forbidden);
    expect(await listTwilioAccounts(admin)).toMatchObject([{ label: 'Brand' }]);
    await expect(listTwilioAccounts(await makeMember(workspace, 'member'))).rejects.toMatchObject(forbidden);
    expect(await listTwilioAccounts(other)).toEqual([]);
    const elsewhere = { code: 'not-found', message: `There is no Twilio account ${sub.account.sid} here.` };
    await expect(exchangeToken(other, sub.account.sid, 'x')).rejects.toMatchObject(elsewhere);
    await expect(removeTwilioAccount(other, sub.account.sid)).rejects.toMatchObject(elsewhere);
  });

  test('has its numbers listed, brought in, mended, called and given back with its own token', async () => {
    await bring();
    twilio.numbers.add('+14155550101');
    expect(await listNumbers(owner)).toMatchObject([
      { number: PHONE, webhook: 'right', providerAccountId: sub.account.sid },
      { number: '+14155550101', addressId: null, providerAccountId: twilio.account.sid },
    ]);
    expect((await listNumbers(other)).map(({ number }) => number)).toEqual(['+14155550101']);
    await answerCalls(owner, PHONE, null);
    sub.numbers.change(PHONE, { VoiceUrl: 'https://elsewhere.example/voice' });
    await repairCalls();
    const { addressId, calls } = await findNumber(owner, PHONE);
    expect(calls).toMatchObject({ webhook: 'right' });
    expect(await sub.call({ from: FRIEND, to: PHONE, says: 'Your code is 4 8 2 9 1 3.' })).toMatchObject({
      ...{ answered: true, transcribed: 200 },
    });
    await fetchNow();
    expect(await database().attachment.findMany()).toMatchObject([
      { contentType: 'audio/x-wav', problem: null },
    ]);
    await planRelease(owner, addressId ?? '');
    await expect(removeTwilioAccount(owner, sub.account.sid)).rejects.toThrow(/still to be given back/);
    await releaseDue(new Date(Date.now() + 8 * DAY));
    expect(sub.numbers.list()).toEqual([]);
  });

  test('has its texts believed by its own token, and what was lost found in its own list', async () => {
    sub.numbers.add(PHONE, SMS);
    await createAddress(owner, { address: PHONE });
    expect(await sub.receive(text)).toBe(403);
    await addTwilioAccount(owner, given());
    expect(await sub.receive(text)).toBe(200);
    await answerCalls(owner, PHONE, null);
    await sub.call({ from: FRIEND, to: PHONE, says: 'Your code is 5 5 5 1 2 3.', lost: true });
    await sub.receive({ ...text, body: 'Your X confirmation code is 111111.' }, { lost: true });
    // The first text was refused, and is in the list too.
    expect(await reconcile()).toBe(3);
    expect(await reconcile()).toBe(0);
    expect(await messages()).toHaveLength(4);
    expect(await listTwilioAccounts(owner)).toMatchObject([
      { lastRun: { listed: 4, found: 0, error: null } },
    ]);
    await removeTwilioAccount(owner, sub.account.sid);
    expect(await sub.receive(text)).toBe(403);
    expect(await messages()).toHaveLength(4);
  });

  test('sends from its numbers, is asked what became of lost answers, and tells the states', async () => {
    await bring();
    const sent = await sendText(owner, { from: PHONE, to: FRIEND, text: 'AB12CD' });
    const [resource] = sub.messages.all;
    expect(resource).toMatchObject({ body: 'AB12CD' });
    expect(await sub.progress(resource?.sid ?? '', 'delivered')).toBe(200);
    expect(await stateOf(sent.id)).toMatchObject({ state: 'delivered' });
    twilio.trouble(/^POST .*Messages/, 'answer lost');
    const lost = await sendText(owner, { from: PHONE, to: FRIEND, text: 'lost' });
    await settleTexts(new Date(Date.now() + 60_000));
    expect(await stateOf(lost.id)).toMatchObject({ providerId: sub.messages.all[0]?.sid });
  });

  test('to which a managed number was moved, or which comes later than its number, has it from the next round', async () => {
    await bring();
    const later = twilio.subaccount();
    await addTwilioAccount(owner, { accountSid: later.account.sid, authToken: later.account.token });
    sub.numbers.clear();
    later.numbers.add(PHONE);
    await mendNumbers();
    await sendText(owner, { from: PHONE, to: FRIEND, text: 'moved' });
    expect(later.messages.all).toMatchObject([{ body: 'moved' }]);
    await removeTwilioAccount(owner, later.account.sid);
    await addTwilioAccount(owner, { accountSid: later.account.sid, authToken: later.account.token });
    await sendText(owner, { from: PHONE, to: FRIEND, text: 'back' });
    expect(later.messages.all).toMatchObject([{ body: 'back' }, { body: 'moved' }]);
  });

  test('has its token exchanged without losing a text, and the old one is believed for a day', async () => {
    await bring();
    await expect(exchangeToken(owner, sub.account.sid, 'wrong')).rejects.toThrow(/does not accept/);
    const before = sub.account.token;
    sub.exchange('f'.repeat(32));
    expect(await sub.receive(text)).toBe(403);
    await exchangeToken(owner, sub.account.sid, sub.account.token);
    expect(await sub.receive(text)).toBe(200);
    const signer = (in_: number) => findSigner(sub.account.sid, new Date(Date.now() + in_));
    expect((await signer(DAY / 2)).authTokens).toEqual([sub.account.token, before]);
    expect((await signer(DAY * 2)).authTokens).toEqual([sub.account.token]);
  });

  test('whose token was changed at Twilio says so in its place, and holds up no other', async () => {
    await bring();
    await createAddress(owner, { address: OTHERS });
    twilio.numbers.add(OTHERS);
    await twilio.receive({ ...text, to: OTHERS }, { lost: true });
    const sent = await sendText(owner, { from: OTHERS, to: FRIEND, text: 'goes on' });
    twilio.trouble(/^POST .*Messages/, 'answer lost');
    await sendText(owner, { from: PHONE, to: FRIEND, text: 'is stuck' });
    const [resource] = twilio.messages.all;
    if (resource) resource.status = 'delivered';
    sub.exchange('e'.repeat(32));
    const words = /token of Brand team: an owner exchanges it/;
    await expect(reconcile()).rejects.toThrow(words);
    await expect(settleTexts(new Date(Date.now() + 2 * 60_000))).rejects.toThrow(words);
    await expect(listNumbers(owner)).rejects.toThrow(words);
    expect(await findNumber(owner, OTHERS)).toMatchObject({ webhook: 'none' });
    expect(await database().message.count({ where: { direction: 'inbound' } })).toBe(1);
    expect(await stateOf(sent.id)).toMatchObject({ state: 'delivered' });
    const refused = await sendText(owner, { from: PHONE, to: FRIEND, text: 'x' });
    expect(refused.sending).toMatchObject({ state: 'failed', reason: expect.stringMatching(words) });
    expect(await listTwilioAccounts(owner)).toMatchObject([
      { lastRun: { error: expect.stringMatching(words) } },
    ]);
  });
});

describe('whoever has only a subaccount’s token', () => {
  test('cannot bring texts or calls to a number of another workspace, by its webhook nor by its list', async () => {
    await bring();
    await createAddress(other, { address: OTHERS });
    twilio.numbers.add(OTHERS);
    await answerCalls(other, OTHERS, 'Private greeting');
    sub.numbers.add(OTHERS, SMS);
    sub.numbers.change(OTHERS, { VoiceUrl: `${here.url}/api/inbound/twilio/voice` });
    expect(await sub.receive({ ...text, to: OTHERS })).toBe(404);
    expect((await sub.call({ from: FRIEND, to: OTHERS, says: null })).twiml).toContain('<Reject/>');
    expect(await reconcile()).toBe(0);
    expect(await messages()).toEqual([]);
    await mendNumbers();
    await sendText(other, { from: OTHERS, to: FRIEND, text: 'theirs' });
    expect(twilio.messages.all).toHaveLength(1);
  });

  test('cannot name another account than that whose token it is', async () => {
    await bring();
    const form = { MessageSid: `SM${'1'.repeat(32)}`, From: '40404', To: PHONE, Body: 'x' };
    for (const AccountSid of [twilio.account.sid, `AC${'0'.repeat(32)}`, ''])
      expect((await sub.post(SMS, { ...form, AccountSid })).status).toBe(403);
    expect((await twilio.post(SMS, { ...form, AccountSid: sub.account.sid })).status).toBe(403);
  });

  test('cannot tell what became of another workspace’s text', async () => {
    await bring();
    await createAddress(other, { address: OTHERS });
    twilio.numbers.add(OTHERS);
    const sent = await sendText(other, { from: OTHERS, to: FRIEND, text: 'theirs' });
    const [resource] = twilio.messages.all;
    const forged = await sub.post(`${here.url}/api/inbound/twilio/status?message=${sent.id}`, {
      ...{ MessageSid: resource?.sid ?? '', MessageStatus: 'failed', AccountSid: sub.account.sid },
    });
    expect(forged.status).toBe(404);
    expect(await stateOf(sent.id)).toMatchObject({ state: 'queued' });
  });

  test('has no files fetched from another account', async () => {
    await bring();
    const media = (sid: string) => `${twilio.url}/2010-04-01/Accounts/${sid}/Messages/MM1/Media/ME1`;
    const form = {
      ...{ MessageSid: `MM${'1'.repeat(32)}`, From: '40404', To: PHONE, Body: '', NumMedia: '3' },
      ...{
        AccountSid: sub.account.sid,
        MediaUrl0: media(twilio.account.sid),
        MediaUrl1: media(sub.account.sid),
      },
      MediaUrl2: `${media(sub.account.sid)}/../../../../../${twilio.account.sid}/Messages/MM1/Media/ME1`,
    };
    expect((await sub.post(SMS, form)).status).toBe(200);
    const asked = twilio.exchanges.length;
    await fetchNow();
    const paths = twilio.exchanges.slice(asked).map(({ path, status }) => [path.split('/')[3], status]);
    // With the subaccount's own token, which is accepted: there is only no such file.
    expect(paths).toEqual([[sub.account.sid, 404]]);
  });
});

function fetchNow(): Promise<number> {
  const { twilio: configured } = settings();
  if (!configured) throw new Error('Twilio is not configured.');
  return fetchDue(configured, new AbortController().signal);
}

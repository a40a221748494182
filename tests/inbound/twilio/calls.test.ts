import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST as receiveTexts } from '#app/api/inbound/twilio/transcription/route.ts';
import { POST as receiveCalls } from '#app/api/inbound/twilio/voice/route.ts';
import { fetchDue } from '#inbound/twilio/media.ts';
import { reconcile } from '#inbound/twilio/reconcile.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { latestCode } from '#lib/codes/find.ts';
import { database } from '#lib/database/client.ts';
import { findMessage, listMessages } from '#lib/messages/find.ts';
import { findAttachment } from '#lib/messages/source.ts';
import { answerCalls, leaveCalls, repairCalls } from '#lib/phones/calls.ts';
import { findNumber } from '#lib/phones/numbers.ts';
import { settings } from '#lib/settings.ts';
import { serve } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeMember, makeWorkspace } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';
import { SECRET } from '#tests/support/web-app.ts';

useDatabase();
process.env.MAILROOM_SECRET = SECRET;
// The webhooks, over real HTTP: what Twilio is told is where they are.
const here = await serve((request) =>
  new URL(request.url).pathname.endsWith('/voice') ? receiveCalls(request) : receiveTexts(request),
);
const twilio = await openTwilio(here.url);
afterAll(() => here.close());
const PHONE = '+14155550100';
const OTHER_PHONE = '+14155550101';
const CALLER = '+14155550177';
const SAID = 'Your X verification code is four, eight, two. Nine, one, three. Again: 4 8 2 9 1 3.';

let owner: MemberActor;
beforeAll(async () => {
  owner = await makeMember(await makeWorkspace(), 'owner');
});
beforeEach(async () => {
  await database().managedAddress.deleteMany();
  await database().reconciliation.deleteMany();
  twilio.numbers.clear();
  twilio.calls.clear();
  twilio.numbers.add(PHONE);
  await createAddress(owner, { address: PHONE });
});

const calls = async () => (await findNumber(owner, PHONE)).calls;
const messages = async () => (await listMessages(owner, {})).data;

describe('a call', () => {
  test('is recorded and transcribed into a message with its code, and the recording can be heard', async () => {
    await answerCalls(owner, PHONE, 'This call is recorded.');
    const call = await twilio.call({ from: CALLER, to: PHONE, says: SAID });
    expect(call.twiml).toContain('<Say>This call is recorded.</Say><Record');
    expect(call).toMatchObject({ answered: true, transcribed: 200 });
    const [message] = await messages();
    expect(message).toMatchObject({
      ...{ channel: 'voice', from: { address: CALLER }, service: 'x', problem: null, attachmentCount: 1 },
      ...{ snippet: SAID, codes: [{ code: '482913' }] },
    });
    expect(await latestCode(owner, { address: PHONE })).toMatchObject({ code: '482913', channel: 'voice' });

    const id = message?.id ?? '';
    expect(await fetchDue(settings().twilio ?? fail(), new AbortController().signal)).toBe(1);
    expect((await findMessage(owner, id)).attachments).toMatchObject([{ state: 'stored' }]);
    const { content, contentType } = await findAttachment(owner, id, 0);
    expect([content.toString('latin1', 0, 4), contentType]).toEqual(['RIFF', 'audio/x-wav']);
  });

  test('is stored once, however often Twilio tells of it', async () => {
    await answerCalls(owner, PHONE, null);
    const call = await twilio.call({ from: CALLER, to: PHONE, says: SAID });
    expect(call.twiml).not.toContain('<Say>');
    expect(await call.tellAgain()).toBe(200);
    await reconcile();
    expect(await messages()).toHaveLength(1);
  });

  test('that could not be transcribed is a message that says to listen', async () => {
    await answerCalls(owner, PHONE, null);
    await twilio.call({ from: '', to: PHONE, says: null });
    expect(await messages()).toMatchObject([
      { problem: expect.stringContaining('listen'), from: { address: null }, codes: [], attachmentCount: 1 },
    ]);
  });

  test('of which no callback came is found by the reconciliation, as old as it is', async () => {
    await answerCalls(owner, PHONE, null);
    await twilio.call({ from: CALLER, to: PHONE, says: SAID, lost: true });
    await twilio.call({ from: CALLER, to: PHONE, says: null, lost: true });
    expect(await messages()).toEqual([]);
    expect(await reconcile()).toBe(2);
    expect(await reconcile()).toBe(0);
    const stored = await messages();
    expect(stored.map(({ problem }) => problem === null).toSorted()).toEqual([false, true]);
    expect(stored.find(({ problem }) => !problem)).toMatchObject({ codes: [{ code: '482913' }] });
  });

  test('is not answered while nobody has switched that on, nor after it was switched off', async () => {
    expect((await twilio.call({ from: CALLER, to: PHONE, says: SAID })).answered).toBe(false);
    await answerCalls(owner, PHONE, null);
    await leaveCalls(owner, PHONE);
    expect((await twilio.call({ from: CALLER, to: PHONE, says: SAID })).answered).toBe(false);
    twilio.numbers.change(PHONE, { VoiceUrl: `${here.url}/api/inbound/twilio/voice` });
    const late = await twilio.call({ from: CALLER, to: PHONE, says: SAID });
    expect(late.twiml).toContain('<Reject/>');
    expect(await messages()).toEqual([]);
  });

  test('that Twilio did not sign is refused, and what is no call is named', async () => {
    const ask = (path: string) =>
      fetch(`${here.url}/api/inbound/twilio/${path}`, {
        method: 'POST',
        body: new URLSearchParams({ To: PHONE }),
      });
    expect((await ask('voice')).status).toBe(403);
    expect((await ask('transcription')).status).toBe(403);
    const answer = await twilio.post(`${here.url}/api/inbound/twilio/transcription`, { To: 'me' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toMatch(/RecordingSid is missing.*To must be a number/);
  });
});

describe('answering calls', () => {
  test('is off by default, is switched on and off for a number, and follows where its calls go', async () => {
    expect(await calls()).toBeNull();
    await answerCalls(owner, PHONE, ' Hello ');
    expect(await calls()).toEqual({ greeting: 'Hello', webhook: 'right' });
    twilio.numbers.change(PHONE, { VoiceUrl: 'https://elsewhere.example/voice' });
    expect(await calls()).toMatchObject({ webhook: 'elsewhere' });
    await repairCalls();
    expect(await calls()).toMatchObject({ webhook: 'right' });
    await leaveCalls(owner, PHONE);
    expect(await calls()).toBeNull();
    await repairCalls();
    expect(twilio.numbers.webhookOf(PHONE).voiceUrl).toBe('');
  });

  test('leaves a way that somebody else has set as it is', async () => {
    await answerCalls(owner, PHONE, null);
    twilio.numbers.change(PHONE, { VoiceUrl: 'https://elsewhere.example/voice' });
    await leaveCalls(owner, PHONE);
    expect(twilio.numbers.webhookOf(PHONE).voiceUrl).toBe('https://elsewhere.example/voice');
  });

  test('whose answer gets lost is mended later', async () => {
    twilio.trouble(/^POST .*IncomingPhoneNumbers/, { status: 503 });
    await expect(answerCalls(owner, PHONE, null)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await calls()).toEqual({ greeting: null, webhook: 'elsewhere' });
    await repairCalls();
    expect(await calls()).toMatchObject({ webhook: 'right' });
  });

  test('of one number is mended though another one’s cannot be', async () => {
    twilio.numbers.add(OTHER_PHONE);
    await createAddress(owner, { address: OTHER_PHONE });
    const phones = [PHONE, OTHER_PHONE];
    for (const phone of phones) {
      await answerCalls(owner, phone, null);
      twilio.numbers.change(phone, { VoiceUrl: 'https://elsewhere.example/voice' });
    }
    const elsewhere = () =>
      phones.filter((phone) => twilio.numbers.webhookOf(phone).voiceUrl.startsWith('https://elsewhere'));
    twilio.trouble(/^POST .*IncomingPhoneNumbers/, { status: 503 });
    await expect(repairCalls()).rejects.toMatchObject({ code: 'unavailable' });
    expect(elsewhere()).toHaveLength(1);
    await repairCalls();
    expect(elsewhere()).toEqual([]);
  });

  test('is refused for a number that is not here, takes no calls, or with a greeting that is too long', async () => {
    await expect(answerCalls(owner, '+14155559999', null)).rejects.toMatchObject({ code: 'not-found' });
    await expect(answerCalls(owner, PHONE, 'x'.repeat(301))).rejects.toThrow(/300 characters/);
    const other = await makeMember(await makeWorkspace(), 'owner');
    await expect(answerCalls(other, PHONE, null)).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      leaveCalls(await makeMember({ ...(await makeWorkspace()) }, 'member'), PHONE),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

function fail(): never {
  throw new Error('Twilio is not configured.');
}

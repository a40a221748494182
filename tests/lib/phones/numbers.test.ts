import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { buyNumber, listOrders, settleOrders } from '#lib/phones/buy.ts';
import { mendNumbers } from '#lib/phones/mend.ts';
import { bringIn, listNumbers } from '#lib/phones/numbers.ts';
import { GRACE_DAYS, keepNumber, planRelease, releaseDue } from '#lib/phones/release.ts';
import { searchNumbers } from '#lib/phones/search.ts';
import { switchSending } from '#lib/phones/switch.ts';
import { webhookState } from '#lib/phones/webhook.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeMember, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';

useDatabase();
const twilio = await openTwilio();
const HERE = 'https://mail.example.com/api/inbound/twilio/sms';
const NUMBER = '+14155550110';
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let workspace: TestWorkspace;
let owner: MemberActor;
beforeAll(async () => {
  workspace = await makeWorkspace();
  owner = await makeMember(workspace, 'owner');
});
beforeEach(async () => {
  await database().managedAddress.deleteMany();
  await database().numberOrder.deleteMany();
  twilio.numbers.clear();
});

const numbers = () => listNumbers(owner);
const inAWhile = (minutes: number) => settleOrders(new Date(Date.now() + minutes * MINUTE));

describe('the list', () => {
  test('tells of each number whether it is managed, where its texts go and which accounts use it', async () => {
    const { id } = await createAddress(owner, { address: '+14155550100', label: 'X @brand' });
    await database().account.create({
      data: { workspaceId: workspace.id, service: 'x', handle: '@brand', phoneId: id },
    });
    twilio.numbers.add('+14155550100', 'https://elsewhere.example/sms');
    twilio.numbers.add('+14155550101');
    await createAddress(owner, { address: '+447700900123' });
    expect(await numbers()).toMatchObject([
      {
        ...{ number: '+14155550100', label: 'X @brand', webhook: 'elsewhere', accounts: ['x @brand'] },
        ...{ smsUrl: 'https://elsewhere.example/sms', capabilities: { sms: true, mms: true, voice: true } },
      },
      { number: '+14155550101', webhook: 'none', addressId: null },
      { number: '+447700900123', webhook: null, providerId: null, addressId: expect.any(String) },
    ]);
    await database().account.deleteMany();
  });

  test('shows nothing of what another workspace manages, and lets nobody bring it in', async () => {
    const other = await makeWorkspace();
    await createAddress(other.operator, { address: '+14155550100' });
    twilio.numbers.add('+14155550100', HERE);
    expect(await numbers()).toEqual([]);
    await expect(bringIn(owner, '+14155550100')).rejects.toMatchObject({ code: 'not-found' });
    await expect(bringIn(owner, '+14155550109')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('is for owners and admins, as all that changes a number; sending is switched by owners', async () => {
    const member = await makeMember(workspace, 'member');
    const admin = await makeMember(workspace, 'admin');
    const forbidden = { code: 'forbidden' };
    await expect(listNumbers(member)).rejects.toMatchObject(forbidden);
    await expect(buyNumber(member, { number: NUMBER })).rejects.toMatchObject(forbidden);
    await expect(searchNumbers(member, { country: 'US', type: 'local' })).rejects.toMatchObject(forbidden);
    await expect(switchSending(admin, false)).rejects.toMatchObject(forbidden);
    expect(await listNumbers(admin)).toEqual([]);
  });

  test('of more numbers than a page of Twilio’s holds is whole', async () => {
    for (let n = 0; n < 60; n += 1) twilio.numbers.add(`+141555502${String(n).padStart(2, '0')}`);
    expect(await numbers()).toHaveLength(60);
  });
});

test.each([
  ['right', { smsUrl: HERE, smsFallbackUrl: HERE, smsMethod: 'POST', smsApplicationSid: null }],
  ['elsewhere', { smsUrl: HERE, smsFallbackUrl: null, smsMethod: 'POST', smsApplicationSid: null }],
  ['elsewhere', { smsUrl: HERE, smsFallbackUrl: HERE, smsMethod: 'GET', smsApplicationSid: null }],
  ['elsewhere', { smsUrl: HERE, smsFallbackUrl: HERE, smsMethod: 'POST', smsApplicationSid: 'AP1' }],
  ['none', { smsUrl: '', smsFallbackUrl: HERE, smsMethod: 'POST', smsApplicationSid: null }],
])('a webhook is %s: %j', (state, webhook) => {
  expect(webhookState(webhook, HERE)).toBe(state);
});

test('a number is brought in with one call: its webhook and fallback lead here, and it is managed', async () => {
  twilio.numbers.add('+14155550101', 'https://elsewhere.example/sms');
  await bringIn(owner, '+14155550101');
  await bringIn(owner, '+14155550101');
  expect(await numbers()).toMatchObject([{ webhook: 'right', smsUrl: HERE, addressId: expect.any(String) }]);
});

test('a webhook that lost its fallback is mended by itself, and one that leads elsewhere is left to a person', async () => {
  const [here, lost, moved, unmanaged] = ['+14155550101', '+14155550102', '+14155550103', '+14155550104'];
  for (const number of [here, lost, moved]) {
    twilio.numbers.add(number);
    await bringIn(owner, number);
  }
  twilio.numbers.change(lost, { SmsFallbackUrl: '' });
  twilio.numbers.change(moved, { SmsUrl: 'https://elsewhere.example/sms' });
  twilio.numbers.add(unmanaged, HERE);
  const asked = twilio.exchanges.length;
  await mendNumbers();
  const posts = twilio.exchanges.slice(asked).filter(({ method }) => method === 'POST');
  expect(posts).toMatchObject([{ form: { SmsFallbackUrl: HERE } }]);
  expect((await numbers()).map(({ webhook }) => webhook)).toEqual([
    'right',
    'right',
    'elsewhere',
    'elsewhere',
  ]);
});

describe('searching', () => {
  test('finds numbers by country, type and digits, with price and capabilities', async () => {
    const offer = await searchNumbers(owner, { country: 'US', type: 'local', digits: '212' });
    expect(offer).toEqual({
      numbers: [
        {
          ...{ number: '+12125550112', place: 'San Francisco, CA', needsAddress: false },
          capabilities: { sms: true, mms: true, voice: true },
        },
      ],
      price: '1.15 USD',
    });
    const mobile = await searchNumbers(owner, { country: 'GB', type: 'mobile' });
    expect(mobile.numbers).toMatchObject([{ number: '+447700900110' }]);
  });

  test('works without the price, and names what is wrong with what is looked for', async () => {
    twilio.trouble(/PhoneNumbers\/Countries/, { status: 500 });
    expect((await searchNumbers(owner, { country: 'US', type: 'local' })).price).toBeNull();
    twilio.trouble(/AvailablePhoneNumbers/, { status: 404, code: 20404 });
    expect((await searchNumbers(owner, { country: 'US', type: 'mobile' })).numbers).toEqual([]);
    await expect(searchNumbers(owner, { country: 'USA', type: 'local' })).rejects.toThrow(/two letters/);
    await expect(searchNumbers(owner, { country: 'US', type: 'local', digits: 'abc' })).rejects.toThrow(
      /digits/,
    );
  });
});

describe('buying', () => {
  test('makes a managed phone whose texts come here', async () => {
    await buyNumber(owner, { number: NUMBER, label: 'X @brand' });
    expect(await numbers()).toMatchObject([{ number: NUMBER, label: 'X @brand', webhook: 'right' }]);
    expect(await listOrders(owner)).toEqual([]);
    const record = await database().auditEvent.findFirst({ where: { action: 'number.bought' } });
    expect(record).toMatchObject({ subjectName: NUMBER, actorName: 'owner' });
    await expect(buyNumber(owner, { number: NUMBER })).rejects.toMatchObject({ code: 'address-taken' });
  });

  test('what is not for sale is refused, and nothing is managed', async () => {
    await expect(buyNumber(owner, { number: '+14155559999' })).rejects.toMatchObject({
      code: 'provider-refused',
    });
    expect(await numbers()).toEqual([]);
    expect(await listOrders(owner)).toMatchObject([{ number: '+14155559999', open: false }]);
  });

  test.each(['answer lost', 'half an answer'] as const)(
    'with the %s is settled at once by the list',
    async (trouble) => {
      twilio.trouble(/^POST .*IncomingPhoneNumbers/, trouble);
      await buyNumber(owner, { number: NUMBER });
      expect(await numbers()).toMatchObject([
        { number: NUMBER, webhook: 'right', addressId: expect.any(String) },
      ]);
      expect(twilio.numbers.list()).toEqual([NUMBER]);
    },
  );

  test('with the answer and the list lost is settled later; meanwhile it cannot be bought again', async () => {
    twilio.trouble(/^POST .*IncomingPhoneNumbers/, 'answer lost');
    twilio.trouble(/^GET .*IncomingPhoneNumbers/, { status: 500 });
    await expect(buyNumber(owner, { number: NUMBER })).rejects.toMatchObject({
      code: 'unavailable',
      message: /do not buy it again/,
    });
    await expect(buyNumber(owner, { number: NUMBER })).rejects.toThrow(/being bought just now/);
    expect(await listOrders(owner)).toMatchObject([{ number: NUMBER, open: true }]);
    await inAWhile(1);
    expect(await listOrders(owner)).toEqual([]);
    expect(await numbers()).toMatchObject([{ number: NUMBER, addressId: expect.any(String) }]);
  });

  test('that never reached Twilio is given up after a while, and says so', async () => {
    twilio.trouble(/^POST .*IncomingPhoneNumbers/, 'no connection');
    await expect(buyNumber(owner, { number: NUMBER })).rejects.toMatchObject({ code: 'unavailable' });
    await inAWhile(1);
    expect(await listOrders(owner)).toMatchObject([{ open: true }]);
    await inAWhile(11);
    expect(await listOrders(owner)).toMatchObject([{ open: false, reason: /was not bought/ }]);
    expect(twilio.numbers.list()).toEqual([]);
  });
});

describe('releasing', () => {
  const inDays = (days: number) => releaseDue(new Date(Date.now() + days * DAY));
  const make = async () => {
    twilio.numbers.add('+14155550101', HERE);
    return (await createAddress(owner, { address: '+14155550101' })).id;
  };

  test('waits for its days of grace; then Twilio has it back, and its messages stay', async () => {
    const id = await make();
    await planRelease(owner, id);
    await inDays(GRACE_DAYS - 1);
    expect(twilio.numbers.list()).toEqual(['+14155550101']);
    expect(await numbers()).toMatchObject([{ release: { releasedAt: null } }]);
    twilio.trouble(/^DELETE/, 'answer lost');
    await inDays(GRACE_DAYS + 1);
    expect(await numbers()).toMatchObject([{ release: { releasedAt: null, reason: /could not say/ } }]);
    await inDays(GRACE_DAYS + 1);
    expect(twilio.numbers.list()).toEqual([]);
    expect(await numbers()).toMatchObject([{ release: { releasedAt: expect.any(String), reason: null } }]);
  });

  test('is taken back until then', async () => {
    const id = await make();
    await planRelease(owner, id);
    await keepNumber(owner, id);
    await inDays(GRACE_DAYS + 1);
    expect(twilio.numbers.list()).toEqual(['+14155550101']);
  });
});

import { beforeAll, beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { createAddress } from '#lib/addresses/manage.ts';
import type { NumberForSale, PhoneNumber } from '#lib/client.ts';
import { database } from '#lib/database/client.ts';
import { changeNumber, keepAfterAll, receiveHere, releaseNumber } from '#lib/phones/by-number.ts';
import { findNumber } from '#lib/phones/numbers.ts';
import type { numberForSaleSchema, phoneNumberSchema } from '#lib/phones/present.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeMember, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';

useDatabase();
const twilio = await openTwilio();
const NUMBER = '+14155550110';
const PATH = `/numbers/${encodeURIComponent(NUMBER)}`;

let workspace: TestWorkspace;
let token: string;
beforeAll(async () => {
  workspace = await makeWorkspace();
  token = await issueToken(workspace, ['numbers:write']);
});
beforeEach(async () => {
  await database().managedAddress.deleteMany();
  twilio.numbers.clear();
});

async function ask(method: string, path: string, body?: object, as = token) {
  const answer = await call(as, method, path, { body });
  return { status: answer.status, ...(await answer.json()) };
}

test('a number is looked for, bought once, labelled, released and kept, by a token with the one scope', async () => {
  const { data } = await ask('GET', '/numbers/available?country=US&digits=0110');
  expect(data).toMatchObject([{ number: NUMBER, price: '1.15 USD', capabilities: { sms: true } }]);
  const bought = await ask('POST', '/numbers', { number: '+1 415 555 0110', label: ' X @brand ' });
  expect(bought).toMatchObject({ status: 201, number: NUMBER, label: 'X @brand', webhook: 'right' });
  expect(await ask('POST', '/numbers', { number: NUMBER })).toMatchObject({ status: 409 });
  expect(
    twilio.exchanges.filter(({ method, path }) => method === 'POST' && /Numbers\.json$/.test(path)),
  ).toHaveLength(1);
  expect(await ask('PATCH', PATH, { label: null })).toMatchObject({ status: 200, label: null });
  expect(await ask('DELETE', PATH)).toMatchObject({ status: 202, release: { releasedAt: null } });
  expect(await ask('POST', `${PATH}/keep`)).toMatchObject({ status: 200, release: null });
  expect(await ask('GET', PATH)).toMatchObject({ status: 200, number: NUMBER, accounts: [] });
});

test('a number of the Twilio account is brought in, and mended when its texts go elsewhere', async () => {
  const { sid } = twilio.numbers.add(NUMBER, 'https://elsewhere.example/sms');
  expect(await ask('GET', PATH)).toMatchObject({ webhook: 'elsewhere', addressId: null });
  expect(await ask('PATCH', PATH, { label: 'mine' })).toMatchObject({ status: 404 });
  expect(await ask('POST', `${PATH}/receive`)).toMatchObject({
    ...{ status: 200, webhook: 'right', providerId: sid, addressId: expect.any(String) },
  });
});

test('the list goes on where a page ends', async () => {
  for (const number of [NUMBER, '+14155550111', '+14155550112']) twilio.numbers.add(number);
  const first = await ask('GET', '/numbers?limit=2');
  expect(first.data.map((each: PhoneNumber) => each.number)).toEqual([NUMBER, '+14155550111']);
  const rest = await ask('GET', `/numbers?limit=2&cursor=${encodeURIComponent(first.nextCursor)}`);
  expect(rest).toMatchObject({ data: [{ number: '+14155550112' }], nextCursor: null });
});

describe('nobody else', () => {
  test('reaches what another workspace manages, told as if it were not there', async () => {
    twilio.numbers.add(NUMBER);
    await createAddress((await makeWorkspace()).operator, { address: NUMBER });
    const nowhere = '/numbers/%2B14155559999';
    for (const [method, end, body] of [
      ['GET', ''],
      ['PATCH', '', { label: 'mine' }],
      ['DELETE', ''],
      ['POST', '/receive'],
      ['POST', '/keep'],
    ] as const) {
      const [there, not] = [
        await ask(method, `${PATH}${end}`, body),
        await ask(method, `${nowhere}${end}`, body),
      ];
      expect(there.status, `${method} ${end}`).toBe(404);
      expect({ ...there, detail: there.detail.replace(NUMBER, '…') }).toEqual({
        ...{ ...not, detail: not.detail.replace('+14155559999', '…') },
      });
    }
    expect((await ask('GET', '/numbers')).data).toEqual([]);
  });

  test('reaches what another admin manages and has not granted', async () => {
    await createAddress(workspace.operator, { address: NUMBER });
    twilio.numbers.add(NUMBER);
    const admin = await makeMember(workspace, 'admin');
    const notFound = { code: 'not-found' };
    await expect(findNumber(admin, NUMBER)).rejects.toMatchObject(notFound);
    await expect(receiveHere(admin, NUMBER)).rejects.toMatchObject(notFound);
    await expect(changeNumber(admin, NUMBER, { label: 'mine', calls: {} })).rejects.toMatchObject(notFound);
    await expect(releaseNumber(admin, NUMBER)).rejects.toMatchObject(notFound);
    await expect(keepAfterAll(admin, NUMBER)).rejects.toMatchObject(notFound);
  });

  test('does anything without the scope, or with a token of some addresses', async () => {
    const mine = await createAddress(workspace.operator, { address: NUMBER });
    const limited = await issueToken(workspace, ['numbers:write'], [mine.address]);
    const other = await issueToken(workspace, ['addresses:write']);
    for (const as of [limited, other])
      for (const path of ['/numbers', PATH, '/numbers/available?country=US'])
        expect(await ask('GET', path, undefined, as)).toMatchObject({ status: 403 });
    expect(await ask('POST', '/numbers', { number: '+14155550111' }, limited)).toMatchObject({ status: 403 });
  });
});

test('what is wrong is named', async () => {
  const fields = async (method: string, path: string, body?: object) =>
    (await ask(method, path, body)).errors.map(({ field }: { field: string }) => field);
  expect(await fields('GET', '/numbers/available?country=USA&type=fax')).toEqual(['country', 'type']);
  expect(await fields('GET', '/numbers/available?country=US&digits=abc')).toEqual(['digits']);
  expect(await fields('POST', '/numbers', { number: 'brand@inbox.example' })).toEqual(['number']);
  expect(await fields('POST', '/numbers', { number: 'x' })).toEqual(['number']);
  expect(await ask('POST', '/numbers', { number: '+14155559999' })).toMatchObject({
    status: 409,
    type: expect.stringMatching(/provider-refused$/),
  });
  expect(await ask('GET', '/numbers/x%40inbox.example')).toMatchObject({ status: 404 });
});

test('the client’s types are those of the API', () => {
  expectTypeOf<PhoneNumber>().toEqualTypeOf<z.infer<typeof phoneNumberSchema>>();
  expectTypeOf<NumberForSale>().toEqualTypeOf<z.infer<typeof numberForSaleSchema>>();
});

import { beforeAll, expect, test } from 'vitest';
import { grant } from '#lib/access/grants.ts';
import { changeRetention, listRetention, weighRetention } from '#lib/addresses/retention.ts';
import { database } from '#lib/database/client.ts';
import { blankCodes } from '#lib/messages/blank.ts';
import { expireMessages } from '#lib/messages/expire.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';

useDatabase();

const ago = (hours: number) => new Date(Date.now() - hours * 60 * 60_000);
let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
});

test('what is said to be gone is what goes, and nothing goes before it is changed', async () => {
  const [one, two, other] = [
    await makeAddress(workspace, 'one'),
    await makeAddress(workspace, 'two'),
    await makeAddress(workspace, 'other'),
  ];
  for (const address of [one, two, other]) {
    await storeMessage(address, { receivedAt: ago(49), code: '111111' });
    await storeMessage(address, { receivedAt: ago(49) });
    await storeMessage(address, { receivedAt: ago(25), code: '222222' });
    await storeMessage(address, { receivedAt: ago(25) });
    await storeMessage(address, { receivedAt: ago(1), code: '333333' });
  }
  const ids = [one.id, two.id];
  const wanted = { retentionDays: 2, blankAfterHours: 24 };
  expect(await weighRetention(workspace.operator, ids, wanted)).toEqual({ deleted: 4, blanked: 2 });
  expect(await expireMessages()).toBe(0);
  await changeRetention(workspace.operator, ids, wanted);
  expect(await expireMessages()).toBe(4);
  expect(await blankCodes()).toBe(2);
  expect(await weighRetention(workspace.operator, ids, wanted)).toEqual({ deleted: 0, blanked: 0 });
  const forEver = { retentionDays: null, blankAfterHours: null };
  expect(await weighRetention(workspace.operator, [other.id], forEver)).toEqual({ deleted: 0, blanked: 0 });
});

test('a rule that is not given stays as it is at each address', async () => {
  const [one, two] = [await makeAddress(workspace, 'first'), await makeAddress(workspace, 'second')];
  await changeRetention(workspace.operator, [one.id], { retentionDays: 9 });
  await changeRetention(workspace.operator, [one.id, two.id], { blankAfterHours: 5 });
  const rules = (await listRetention(workspace.operator)).filter(({ id }) => [one.id, two.id].includes(id));
  expect(rules.map(({ retentionDays, blankAfterHours }) => [retentionDays, blankAfterHours])).toEqual([
    [9, 5],
    [null, 5],
  ]);
});

test('what stays as it was is not in the activity log', async () => {
  const { id } = await makeAddress(workspace, 'logged');
  const logged = () => database().auditEvent.count({ where: { action: 'retention.changed', addressId: id } });
  await changeRetention(workspace.operator, [id], { retentionDays: 7, blankAfterHours: null });
  await changeRetention(workspace.operator, [id], { retentionDays: 7, blankAfterHours: null });
  expect(await logged()).toBe(1);
});

test('only who manages all of the addresses changes, weighs and lists them, and else nothing is changed', async () => {
  const [managed, seen] = [await makeAddress(workspace, 'managed'), await makeAddress(workspace, 'seen')];
  const member = await makeMember(workspace, 'member');
  const owner = await makeMember(workspace, 'owner');
  const stranger = await makeMember(await makeWorkspace('elsewhere.example'), 'owner');
  await grant(owner, { addressId: managed.id }, { memberId: member.id }, 'manager');
  await grant(owner, { addressId: seen.id }, { memberId: member.id }, 'viewer');
  const wanted = { retentionDays: 1, blankAfterHours: 1 };
  for (const act of [changeRetention, weighRetention]) {
    await expect(act(member, [managed.id, seen.id], wanted)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(act(stranger, [managed.id], wanted)).rejects.toMatchObject({ code: 'address-not-found' });
  }
  expect((await listRetention(member)).map(({ id }) => id)).toEqual([managed.id]);
  expect(await listRetention(stranger)).toEqual([]);
  expect(
    await database().managedAddress.count({
      where: { id: { in: [managed.id, seen.id] }, retentionDays: { not: null } },
    }),
  ).toBe(0);
});

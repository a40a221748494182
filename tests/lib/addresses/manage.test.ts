import { beforeAll, expect, test } from 'vitest';
import {
  createAddress,
  deleteAddress,
  findAddress,
  listAddresses,
  listDomains,
  pageOfAddresses,
  updateAddress,
} from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeToken,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';

useDatabase();

let acme: TestWorkspace;
let other: TestWorkspace;
beforeAll(async () => {
  acme = await makeWorkspace('acme.example');
  other = await makeWorkspace('other.example');
});

test('an email is created at a domain of the workspace, in its normal form', async () => {
  const created = await createAddress(acme.operator, { address: 'Brand+tag@ACME.example', label: ' X ' });
  expect(created).toMatchObject({ kind: 'email', address: 'brand@acme.example', label: 'X' });
  expect(await findAddress(acme.operator, created.id)).toEqual(created);
  expect(await findAddress(acme.operator, 'BRAND+other@acme.example')).toEqual(created);
  expect(await database().auditEvent.count({ where: { subjectId: created.id } })).toBe(1);
  await expect(createAddress(acme.operator, { address: 'brand@acme.example' })).rejects.toMatchObject({
    code: 'address-taken',
  });
});

test('a phone number needs no domain', async () => {
  expect(await createAddress(acme.operator, { address: '+1 (415) 555-0100' })).toMatchObject({
    kind: 'phone',
    address: '+14155550100',
  });
});

test('an email at another domain is refused, naming those it may be at', async () => {
  expect(await listDomains(acme.operator)).toEqual(['acme.example']);
  await expect(createAddress(acme.operator, { address: 'brand@other.example' })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('receives for acme.example'),
    fields: [{ field: 'address' }],
  });
});

test('another workspace’s address is not found, in the words of one that does not exist', async () => {
  const theirs = await makeAddress(other, 'theirs');
  for (const wanted of [theirs.id, theirs.address, 'nobody@other.example'])
    await expect(findAddress(acme.operator, wanted)).rejects.toMatchObject({
      code: 'address-not-found',
      message: `There is no managed address ${wanted}.`,
    });
  await expect(deleteAddress(acme.operator, theirs.id)).rejects.toMatchObject({ code: 'address-not-found' });
  await expect(updateAddress(acme.operator, theirs.id, { label: 'mine' })).rejects.toMatchObject({
    code: 'address-not-found',
  });
});

test('a member sees what is granted to them, an admin what they made, an owner everything', async () => {
  const workspace = await makeWorkspace();
  const [owner, admin, member] = [
    await makeMember(workspace, 'owner'),
    await makeMember(workspace, 'admin'),
    await makeMember(workspace, 'member'),
  ];
  const granted = await makeAddress(workspace, 'granted');
  await makeAddress(workspace, 'hidden');
  await database().grant.create({
    data: { workspaceId: workspace.id, memberId: member.id, addressId: granted.id, level: 'viewer' },
  });
  const made = await createAddress(admin, { address: `made@${workspace.domain}` });
  const seen = async (actor: typeof owner) =>
    (await listAddresses(actor)).map((row) => row.address.split('@')[0]);
  expect(await seen(owner)).toEqual(['granted', 'hidden', 'made']);
  expect(await seen(admin)).toEqual(['made']);
  expect(await seen(member)).toEqual(['granted']);
  await expect(deleteAddress(member, granted.id)).rejects.toMatchObject({ code: 'forbidden' });
  await deleteAddress(admin, made.id);
});

test('a token that is limited to addresses sees no other and makes none', async () => {
  const workspace = await makeWorkspace();
  const mine = await makeAddress(workspace, 'mine');
  await makeAddress(workspace, 'hidden');
  const token = await makeToken(workspace, ['addresses:read', 'addresses:write'], [mine.id]);
  expect((await listAddresses(token)).map((row) => row.id)).toEqual([mine.id]);
  await expect(createAddress(token, { address: `new@${workspace.domain}` })).rejects.toMatchObject({
    code: 'forbidden',
  });
});

test('pages end with a cursor to the next one', async () => {
  const workspace = await makeWorkspace();
  for (const local of ['a', 'b', 'c']) await makeAddress(workspace, local);
  const first = await pageOfAddresses(workspace.operator, { limit: 2 });
  expect(first.data).toHaveLength(2);
  const second = await pageOfAddresses(workspace.operator, { limit: 2, cursor: first.nextCursor ?? '' });
  expect(second).toMatchObject({ nextCursor: null });
  expect(new Set([...first.data, ...second.data].map((row) => row.address)).size).toBe(3);
  await expect(pageOfAddresses(workspace.operator, { cursor: 'nonsense' })).rejects.toMatchObject({
    fields: [{ field: 'cursor' }],
  });
});

test('deleting an address takes its messages, codes and sources with it', async () => {
  const workspace = await makeWorkspace();
  const address = await makeAddress(workspace, 'gone');
  await storeMessage(address, { code: '123456' });
  await deleteAddress(workspace.operator, address.address);
  const where = { workspaceId: workspace.id };
  expect(await database().message.count({ where })).toBe(0);
  expect(await database().code.count({ where })).toBe(0);
  expect(await database().source.count({ where })).toBe(0);
});

test('an address that an account uses stays', async () => {
  const workspace = await makeWorkspace();
  const address = await makeAddress(workspace, 'used');
  await database().account.create({
    data: { workspaceId: workspace.id, service: 'x', handle: '@brand', emailId: address.id },
  });
  await expect(deleteAddress(workspace.operator, address.id)).rejects.toThrow(/x account @brand/);
});

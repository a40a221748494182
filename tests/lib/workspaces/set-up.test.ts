import { expect, test } from 'vitest';
import { signIn } from '#lib/access/members.ts';
import { database } from '#lib/database/client.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { hasWorkspace, isSetUpToken, setUpToken } from '#lib/workspaces/set-up-link.ts';
import { useDatabase } from '#tests/support/database.ts';

useDatabase();

const wanted = {
  workspace: 'Acme',
  owner: { email: 'Owner+mail@Acme.example', password: 'correct horse battery' },
  domain: 'Inbox.Example',
  address: 'Brand@inbox.example',
};

test('a mistake is named by its field and leaves nothing behind', async () => {
  const refused = async (change: Partial<typeof wanted>, field: string) =>
    expect(setUp({ ...wanted, ...change })).rejects.toMatchObject({
      code: 'invalid-input',
      fields: [{ field }],
    });
  await refused({ workspace: ' ' }, 'workspace');
  await refused({ owner: { ...wanted.owner, email: 'nobody' } }, 'email');
  await refused({ owner: { ...wanted.owner, password: 'short' } }, 'password');
  await refused({ domain: 'not a domain' }, 'domain');
  await refused({ address: 'brand@elsewhere.example' }, 'address');
  expect(await hasWorkspace()).toBe(false);
});

test('all mistakes are named at once, and a wrong domain is none of the address', async () => {
  const all = {
    workspace: ' ',
    owner: { name: 'A\u0007', email: 'nobody', password: 'short' },
    domain: 'not a domain',
  };
  const fields = async (address: string) =>
    setUp({ ...all, address }).catch((error) => error.fields.map(({ field }: { field: string }) => field));
  const before = ['workspace', 'name', 'email', 'password', 'domain'];
  expect(await fields('brand@not a domain')).toEqual(before);
  expect(await fields('a brand@not a domain')).toEqual([...before, 'address']);
});

test('set-ups at the same moment make one workspace', async () => {
  const results = await Promise.all([setUp(wanted), setUp(wanted), setUp(wanted)]);
  expect(results.filter((result) => result.created)).toHaveLength(1);
  expect(await hasWorkspace()).toBe(true);
  const addresses = await database().managedAddress.findMany();
  expect(addresses.map((address) => address.address)).toEqual(['brand@inbox.example']);
  expect(await database().auditEvent.count({ where: { action: 'workspace.created' } })).toBe(1);
});

test('the same again changes nothing, the password included', async () => {
  const again = await setUp({ ...wanted, owner: { ...wanted.owner, password: 'another long password' } });
  expect(again.created).toBe(false);
  expect(await signIn('owner+mail@acme.example', wanted.owner.password, null)).toMatchObject({
    role: 'owner',
  });
});

test('another name, owner or domain is refused, naming what there is', async () => {
  const refusal = { code: 'already-set-up', message: expect.stringContaining('“Acme”') };
  await expect(setUp({ ...wanted, workspace: 'Other' })).rejects.toMatchObject(refusal);
  await expect(
    setUp({ ...wanted, owner: { ...wanted.owner, email: 'x@acme.example' } }),
  ).rejects.toMatchObject(refusal);
  await expect(setUp({ ...wanted, domain: 'other.example', address: undefined })).rejects.toMatchObject(
    refusal,
  );
});

test('the token of the set-up link belongs to its secret', () => {
  const secret = 'a secret of at least 32 characters';
  expect(isSetUpToken(setUpToken(secret), secret)).toBe(true);
  expect(isSetUpToken(setUpToken('another'), secret)).toBe(false);
  expect(isSetUpToken('', secret)).toBe(false);
});

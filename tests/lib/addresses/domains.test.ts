import { expect, test } from 'vitest';
import { addDomain, listDomainsInUse, removeDomain } from '#lib/addresses/domains.ts';
import { database } from '#lib/database/client.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeMember, makeWorkspace } from '#tests/support/fixtures.ts';

useDatabase();

test('a domain is added once, and removed when nothing lives there and another one stays', async () => {
  const workspace = await makeWorkspace('inbox.example');
  const [admin, member] = [await makeMember(workspace, 'admin'), await makeMember(workspace, 'member')];
  const address = await makeAddress(workspace, 'brand');
  const [first] = await listDomainsInUse(admin);
  expect(first).toMatchObject({ name: 'inbox.example', addresses: 1 });
  await expect(removeDomain(admin, workspace.domainId)).rejects.toThrow(
    'There are addresses at inbox.example',
  );
  await database().managedAddress.delete({ where: { id: address.id } });
  await expect(removeDomain(admin, workspace.domainId)).rejects.toThrow('the only domain');
  await addDomain(admin, ' Bücher.example. ');
  await expect(addDomain(admin, 'bücher.example')).rejects.toThrow(
    'receives for xn--bcher-kva.example already',
  );
  for (const wrong of ['', 'localhost', 'a b.example', 'x@y.example'])
    await expect(addDomain(admin, wrong)).rejects.toThrow('is not a mail domain');
  await removeDomain(admin, workspace.domainId);
  expect((await listDomainsInUse(admin)).map(({ name }) => name)).toEqual(['xn--bcher-kva.example']);
  await expect(removeDomain(admin, workspace.domainId)).rejects.toThrow('no such domain');
  await expect(addDomain(member, 'other.example')).rejects.toThrow('Only an owner or an admin');
  const other = await makeWorkspace();
  await expect(removeDomain(admin, other.domainId)).rejects.toThrow('no such domain');
  expect(
    (await database().auditEvent.findMany({ orderBy: { id: 'asc' } })).map(({ action }) => action),
  ).toEqual(['domain.added', 'domain.removed']);
});

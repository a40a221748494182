import { beforeAll, expect, test } from 'vitest';
import { createToken, listTokens, revokeToken } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeToken,
  makeWorkspace,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';

useDatabase();

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  await makeAddress(workspace, 'brand');
});
const wanted = { name: 'CI', scopes: ['codes:read'] };

test('a token is shown once, and only its hash is stored', async () => {
  const { token, ...made } = await createToken(workspace.operator, wanted);
  expect(token).toMatch(/^mrt_[\w-]{43}$/);
  expect((await listTokens(workspace.operator))[0]).toEqual(made);
  const row = await database().apiToken.findUniqueOrThrow({ where: { id: made.id } });
  expect(JSON.stringify(row)).not.toContain(token.slice(8));
});

test('a token needs a name and scopes that there are, and addresses of the workspace', async () => {
  const refused = (change: object, code: string) =>
    expect(createToken(workspace.operator, { ...wanted, ...change })).rejects.toMatchObject({ code });
  await refused({ name: ' ' }, 'invalid-input');
  await refused({ scopes: [] }, 'invalid-input');
  await refused({ scopes: ['codes:read', 'everything'] }, 'invalid-input');
  await refused({ addresses: ['nobody@inbox.example'] }, 'address-not-found');
});

test('only owners and admins make tokens, and an admin none that sees more than they do', async () => {
  const [owner, admin, member] = [
    await makeMember(workspace, 'owner'),
    await makeMember(workspace, 'admin'),
    await makeMember(workspace, 'member'),
  ];
  const token = await makeToken(workspace, ['addresses:write']);
  for (const actor of [member, token]) {
    await expect(createToken(actor, wanted)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listTokens(actor)).rejects.toMatchObject({ code: 'forbidden' });
  }
  await expect(createToken(admin, wanted)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(createToken(admin, { ...wanted, addresses: ['brand@inbox.example'] })).rejects.toMatchObject({
    code: 'address-not-found',
  });
  expect(await createToken(owner, { ...wanted, addresses: ['brand+x@inbox.example'] })).toMatchObject({
    addresses: ['brand@inbox.example'],
  });
});

test('revoking is for ever, and for one’s own workspace', async () => {
  const { id } = await createToken(workspace.operator, wanted);
  const stranger = await makeWorkspace();
  await expect(revokeToken(stranger.operator, id)).rejects.toMatchObject({ code: 'not-found' });
  const { revokedAt } = await revokeToken(workspace.operator, id);
  expect(revokedAt).not.toBeNull();
  expect(await revokeToken(workspace.operator, id)).toMatchObject({ revokedAt });
  expect(await database().auditEvent.count({ where: { subjectId: id, action: 'token.revoked' } })).toBe(1);
});

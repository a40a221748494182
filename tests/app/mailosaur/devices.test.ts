import { expect, test } from 'vitest';
import { createAccount } from '#lib/accounts/manage.ts';
import { connectMailosaur } from '#tests/app/mailosaur/connect.ts';
import { issueToken } from '#tests/support/api.ts';
import { makeWorkspace } from '#tests/support/fixtures.ts';

const mailosaur = connectMailosaur();
const sharedSecret = 'ONSWG4TFOQYTEMY=';

test('a device is made, gives its code, and is deleted', async () => {
  const { client } = mailosaur;
  const device = await client.devices.create({ name: 'My test', sharedSecret });
  expect(device).toEqual({ id: expect.stringContaining('-'), name: 'My test' });
  expect((await client.devices.list()).items).toContainEqual(device);
  const otp = await client.devices.otp(device.id ?? '');
  expect(otp.code).toMatch(/^\d{6}$/);
  expect(otp.expires?.getTime()).toBeGreaterThan(Date.now());
  await client.devices.del(device.id ?? '');
  expect((await client.devices.list()).items).not.toContainEqual(device);
  await expect(client.devices.otp(device.id ?? '')).rejects.toMatchObject({ httpStatusCode: 404 });
});

test('a shared secret alone gives a code too', async () => {
  expect((await mailosaur.client.devices.otp(sharedSecret)).code).toMatch(/^\d{6}$/);
  await expect(mailosaur.client.devices.otp('ABC1')).rejects.toMatchObject({
    message: /^\(sharedSecret\) A secret is/,
  });
});

test('the team’s accounts are devices, and are not deleted as such', async () => {
  const { client, workspace } = mailosaur;
  const account = await createAccount(workspace.operator, {
    ...{ service: 'x', handle: '@brand', authenticator: 'JBSWY3DPEHPK3PXP' },
  });
  await createAccount(workspace.operator, { service: 'x', handle: '@without' });
  expect((await client.devices.list()).items).toEqual([{ id: account.id, name: 'x @brand' }]);
  expect((await client.devices.otp(account.id)).code).toMatch(/^\d{6}$/);
  await expect(client.devices.del(account.id)).rejects.toMatchObject({
    message: '(id) This is the authenticator of the x account @brand: delete it in Mailroom\r\n',
  });
});

test('what is wrong with a device is told in Mailosaur’s names', async () => {
  const { client } = mailosaur;
  await client.devices.create({ name: 'Twice', sharedSecret });
  for (const [options, message] of [
    [{ name: 'Twice', sharedSecret }, /^\(name\) There is a device of this name already/],
    [{ name: 'Bad', sharedSecret: '1234' }, /^\(sharedSecret\) A secret is written in base32/],
    [{ sharedSecret }, /^\(name\)/],
    [{ name: 'a\nb', sharedSecret }, /^\(name\)/],
  ] as const)
    await expect(client.devices.create(options)).rejects.toMatchObject({ httpStatusCode: 400, message });
});

test('devices are behind their scopes, and in their workspace', async () => {
  const { client, clientOf, workspace } = mailosaur;
  const { id = '' } = await client.devices.create({ name: 'Private', sharedSecret });
  const reader = clientOf(await issueToken(workspace, ['accounts:read']));
  expect((await reader.devices.list()).items?.length).toBeGreaterThan(0);
  for (const call of [
    () => reader.devices.otp(id),
    () => reader.devices.del(id),
    () => reader.devices.create({ name: 'New', sharedSecret }),
  ])
    await expect(call()).rejects.toMatchObject({ httpStatusCode: 403 });
  const stranger = clientOf(await issueToken(await makeWorkspace('stranger.example')));
  expect((await stranger.devices.list()).items).toEqual([]);
  await expect(stranger.devices.otp(id)).rejects.toMatchObject({ httpStatusCode: 404 });
  await expect(stranger.devices.del(id)).rejects.toMatchObject({ httpStatusCode: 404 });
});

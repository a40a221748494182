import { expect, test } from 'vitest';
import { database } from '#lib/database/client.ts';
import { connectMailosaur } from '#tests/app/mailosaur/connect.ts';
import { issueToken } from '#tests/support/api.ts';
import { makeAddress, makeWorkspace, storeMessage } from '#tests/support/fixtures.ts';

const mailosaur = connectMailosaur();

test('each domain is a server, by the alphabet, with its own messages; phones are at the oldest', async () => {
  const { client, workspace, server } = mailosaur;
  const second = await database().domain.create({
    data: { workspaceId: workspace.id, name: 'abcd1234.example' },
  });
  const third = await database().domain.create({
    data: { workspaceId: workspace.id, name: 'abcd1234.test' },
  });
  const here = await makeAddress(workspace, 'here');
  const there = await makeAddress({ ...workspace, domain: second.name, domainId: second.id }, 'there');
  const phone = await database().managedAddress.create({
    data: { workspaceId: workspace.id, kind: 'phone', address: '+14155550100' },
  });
  for (const address of [here, there, there, phone]) await storeMessage(address);

  const { items = [] } = await client.servers.list();
  expect(items).toEqual([
    { id: 'abcd1234', name: second.name, users: [], messages: 2 },
    { id: expect.stringMatching(/^[a-z0-9]{8}$/), name: third.name, users: [], messages: 0 },
    { id: server, name: workspace.domain, users: [], messages: 2 },
  ]);
  expect(new Set(items.map(({ id }) => id)).size).toBe(3);
  expect(await client.servers.get('abcd1234')).toEqual(items[0]);
  expect(client.servers.generateEmailAddress('abcd1234')).toMatch(/@abcd1234\./);

  const found = (await client.messages.list('abcd1234')).items ?? [];
  expect(found.map((message) => message.server)).toEqual(['abcd1234', 'abcd1234']);
  await client.messages.deleteAll('abcd1234');
  expect((await client.messages.list('abcd1234')).items).toEqual([]);
  expect((await client.messages.list(server)).items).toHaveLength(2);
  await database().domain.delete({ where: { id: third.id } });
});

test('what this API does not do is said in words', async () => {
  const { client, server, workspace } = mailosaur;
  const { messageId: id } = await storeMessage(await makeAddress(workspace, 'words'));
  const refusals: [() => Promise<unknown>, string][] = [
    [() => client.servers.create({ name: '' }), '(name) A server needs a name\r\n'],
    [() => client.servers.create({ name: 'My test' }), '(name) Each domain of the workspace is a server'],
    [
      () => client.servers.update(server, { name: 'Another' }),
      '(name) A server has the name of its domain, inbox.example',
    ],
    [() => client.servers.del(server), '(id) This API removes no domain, and so not inbox.example'],
    [() => client.servers.getPassword(server), '(id) Mail to inbox.example is taken without a password'],
    [
      () => client.messages.create(server, { to: 'a@b.example', subject: 'x', text: 'x' }),
      '(request) Mailroom receives mail',
    ],
    [
      () => client.messages.forward(id, { to: 'a@b.example', text: 'x' }),
      '(request) Mailroom forwards no message',
    ],
    [() => client.messages.reply(id, { text: 'x' }), '(request) Mailroom replies to no message'],
    [() => client.messages.generatePreviews(id, { emailClients: [] }), '(request) Mailroom renders no mail'],
    [() => client.previews.listEmailClients(), '(request) Mailroom renders no mail'],
    [() => client.analysis.spam(id), '(request) Mailroom runs no spam filter'],
    [() => client.analysis.deliverability(id), '(request) Mailroom judges SPF, DKIM and DMARC only'],
  ];
  for (const [refusal, words] of refusals)
    await expect(refusal()).rejects.toMatchObject({
      errorType: 'invalid_request',
      httpStatusCode: 400,
      message: expect.stringContaining(words),
    });
  // Their client reads a picture, whatever comes.
  await expect(client.files.getPreview(id)).rejects.toMatchObject({ httpStatusCode: 400 });
  expect(await client.servers.update(server, { name: workspace.domain })).toMatchObject({ id: server });
});

test('the usage counts what came, day by day; there is no limit', async () => {
  const { clientOf } = mailosaur;
  const workspace = await makeWorkspace('usage.example');
  const address = await makeAddress(workspace, 'brand');
  const day = 86_400_000;
  for (const age of [0, 0, day, 40 * day])
    await storeMessage(address, { receivedAt: new Date(Date.now() - age) });
  const client = clientOf(await issueToken(workspace));
  const { items = [] } = await client.usage.transactions();
  expect(items).toHaveLength(31);
  expect(items.slice(-2)).toMatchObject([
    { email: 1, sms: 0 },
    { email: 2, sms: 0 },
  ]);
  expect(items.at(-1)?.timestamp?.toISOString()).toBe(
    `${new Date().toISOString().slice(0, 10)}T00:00:00.000Z`,
  );
  expect(await client.usage.limits()).toMatchObject({
    servers: { current: 1, limit: 2_147_483_647 },
    users: { current: 0 },
    email: { current: 2 },
    sms: { current: 0 },
  });
});

test('a key that is none, or lacks the scope, gets Mailosaur’s own errors', async () => {
  const { clientOf, server, workspace } = mailosaur;
  for (const key of ['nonsense', `mrt_${'a'.repeat(43)}`])
    await expect(clientOf(key).servers.list()).rejects.toMatchObject({
      errorType: 'authentication_error',
      httpStatusCode: 401,
    });
  const reader = clientOf(await issueToken(workspace, ['messages:read']));
  await expect(reader.messages.deleteAll(server)).rejects.toMatchObject({
    errorType: 'permission_error',
    httpStatusCode: 403,
    httpResponseBody: expect.stringContaining('messages:write'),
  });
});

test('a key may be the password of Basic authentication too, or a bearer’s', async () => {
  const { url, workspace, server } = mailosaur;
  const token = await issueToken(workspace);
  const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;
  for (const [authorization, status] of [
    [basic(`api:${token}`), 200],
    [basic(`${token}:`), 200],
    [`Bearer ${token}`, 200],
    [basic('api:nonsense'), 401],
    ['Basic ?', 401],
  ] as const) {
    const answer = await fetch(`${url}/mailosaur/api/servers/${server}`, {
      headers: { Authorization: authorization },
    });
    expect(answer.status, authorization).toBe(status);
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="Mailroom"' : null);
  }
  expect((await fetch(`${url}/mailosaur/api/servers`)).status).toBe(401);
});

test('a key of one address sees, counts and deletes what came there alone', async () => {
  const { clientOf, client, server, workspace } = mailosaur;
  const mine = await makeAddress(workspace, 'mine');
  const other = await makeAddress(workspace, 'other');
  await storeMessage(mine, { subject: 'Mine' });
  const { messageId } = await storeMessage(other, { subject: 'Other' });
  const limited = clientOf(await issueToken(workspace, ['messages:read', 'messages:write'], [mine.address]));
  expect((await limited.servers.get(server)).messages).toBe(1);
  expect((await limited.messages.list(server)).items?.map(({ subject }) => subject)).toEqual(['Mine']);
  expect((await limited.messages.search(server, { subject: 'Other' })).items).toEqual([]);
  await expect(limited.messages.getById(messageId)).rejects.toMatchObject({ httpStatusCode: 404 });
  await expect(limited.messages.del(messageId)).rejects.toMatchObject({ httpStatusCode: 404 });
  await limited.messages.deleteAll(server);
  expect((await limited.messages.list(server)).items).toEqual([]);
  expect((await client.messages.getById(messageId)).subject).toBe('Other');
});

test('another workspace’s servers and messages are not found', async () => {
  const { clientOf, server, workspace } = mailosaur;
  const { messageId } = await storeMessage(await makeAddress(workspace, 'private'));
  const stranger = clientOf(await issueToken(await makeWorkspace('stranger.example')));
  for (const call of [
    () => stranger.servers.get(server),
    () => stranger.messages.list(server),
    () => stranger.messages.deleteAll(server),
    () => stranger.messages.getById(messageId),
    () => stranger.messages.del(messageId),
  ])
    await expect(call()).rejects.toMatchObject({ httpStatusCode: 404 });
  expect((await stranger.files.getEmail(messageId)).toString()).toContain('There is no message');
});

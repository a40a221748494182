import { beforeAll, describe, expect, test, vi } from 'vitest';
import { sessionActor } from '#app/session.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { accountSchema, totpSchema } from '#lib/accounts/present.ts';
import { readRecoveryCodes } from '#lib/accounts/secrets.ts';
import { loadCodes } from '#lib/codes/list.ts';
import { database } from '#lib/database/client.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';

vi.mock('#app/session.ts', () => ({ sessionActor: vi.fn(async () => null) }));
useDatabase();

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DP';
let workspace: TestWorkspace;
let owner: MemberActor;
let token: string;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  owner = await makeMember(workspace, 'owner');
  token = await issueToken(workspace);
  await makeAddress(workspace, 'brand');
  await database().managedAddress.create({
    data: { workspaceId: workspace.id, kind: 'phone', address: '+14155550100' },
  });
});

async function create(body: object, as = token) {
  const answer = await call(as, 'POST', '/accounts', { body });
  return { status: answer.status, account: await answer.json() };
}

describe('an account', () => {
  test('is made, found, listed, changed and deleted', async () => {
    const made = await create({
      service: ' X ',
      handle: '@brand',
      email: 'Brand+x@inbox.example',
      phone: '+1 415 555 0100',
      authenticator: SECRET,
      recoveryCodes: ['aaaa-1111', ' ', 'bbbb-2222'],
    });
    expect(made.status).toBe(201);
    const { id } = made.account;
    expect(accountSchema.strict().parse(made.account)).toMatchObject({
      service: 'x',
      handle: '@brand',
      email: 'brand@inbox.example',
      phone: '+14155550100',
      hasAuthenticator: true,
      hasRecoveryCodes: true,
    });
    expect(await (await call(token, 'GET', `/accounts/${id}`)).json()).toEqual(made.account);
    expect(await (await call(token, 'GET', '/accounts?service=x')).json()).toEqual({
      data: [made.account],
      nextCursor: null,
    });
    expect((await (await call(token, 'GET', '/accounts?service=github')).json()).data).toEqual([]);

    const change = { handle: '@brand2', phone: null, recoveryCodes: null };
    const changed = await (await call(token, 'PATCH', `/accounts/${id}`, { body: change })).json();
    expect(changed).toEqual({ ...made.account, handle: '@brand2', phone: null, hasRecoveryCodes: false });

    expect((await call(token, 'DELETE', `/accounts/${id}`)).status).toBe(204);
    expect((await call(token, 'GET', `/accounts/${id}`)).status).toBe(404);
    expect((await call(token, 'DELETE', `/accounts/${id}`)).status).toBe(404);
    const entries = await database().auditEvent.findMany({
      where: { subjectId: id },
      orderBy: { at: 'asc' },
    });
    expect(entries.map(({ action, subjectName }) => [action, subjectName])).toEqual([
      ['account.created', 'x @brand'],
      ['account.updated', 'x @brand2'],
      ['account.deleted', 'x @brand2'],
    ]);
  });

  test('is listed in pages, newest first', async () => {
    for (const handle of ['@one', '@two', '@three']) await create({ service: 'pages', handle });
    const page = async (query: string) =>
      (await call(token, 'GET', `/accounts?service=pages&limit=2${query}`)).json();
    const first = await page('');
    expect(first.data.map((account: { handle: string }) => account.handle)).toEqual(['@three', '@two']);
    const second = await page(`&cursor=${first.nextCursor}`);
    expect(second.data.map((account: { handle: string }) => account.handle)).toEqual(['@one']);
    expect(second.nextCursor).toBeNull();
  });

  test('that there is already is a conflict', async () => {
    await create({ service: 'x', handle: '@twice' });
    const again = await create({ service: 'X', handle: '@twice' });
    expect(again.status).toBe(409);
    expect(again.account).toMatchObject({
      type: expect.stringMatching(/\/account-taken$/),
      detail: 'There is a x account @twice already.',
    });
    const other = await create({ service: 'x', handle: '@thrice' });
    const renamed = await call(token, 'PATCH', `/accounts/${other.account.id}`, {
      body: { handle: '@twice' },
    });
    expect(await renamed.json()).toMatchObject({
      status: 409,
      detail: 'There is a x account @twice already.',
    });
  });

  test.each([
    [{ service: 'x' }, ['handle']],
    [{ service: ' ', handle: 'a\nb', authenticator: '1', colour: 'red' }, ['colour']],
    [{ service: ' ', handle: '@a' }, ['service']],
    [{ service: 'x', handle: 'a\nb' }, ['handle']],
    [{ service: 'x', handle: '@a', email: '+14155550100' }, ['email']],
    [{ service: 'x', handle: '@a', email: 'nonsense' }, ['email']],
    [{ service: 'x', handle: '@a', phone: 'brand@inbox.example' }, ['phone']],
    [{ service: 'x', handle: '@a', authenticator: '123456' }, ['authenticator']],
    [{ service: 'x', handle: '@a', recoveryCodes: ['a\nb'] }, ['recoveryCodes']],
  ])('%j is refused, and the field is named', async (body, fields) => {
    const { status, account } = await create(body);
    expect(status).toBe(422);
    expect(account.errors.map(({ field }: { field: string }) => field)).toEqual(fields);
  });

  test('at an address that is not managed is refused as such', async () => {
    const { status, account } = await create({ service: 'x', handle: '@a', email: 'nobody@inbox.example' });
    expect(status).toBe(404);
    expect(account.type).toMatch(/\/address-not-found$/);
  });
});

describe('the authenticator', () => {
  test('gives its code, how long it is valid, and the next; each reading is recorded', async () => {
    const { account } = await create({ service: 'github', handle: 'acme', authenticator: SECRET });
    const answer = await call(token, 'GET', `/accounts/${account.id}/totp`);
    const totp = totpSchema.strict().parse(await answer.json());
    expect(totp.code).toMatch(/^\d{6}$/);
    expect(totp.nextCode).toMatch(/^\d{6}$/);
    const left = Date.parse(totp.validUntil) - Date.now();
    expect(left).toBeLessThanOrEqual(30_000);
    const plain = await call(token, 'GET', `/accounts/${account.id}/totp`, {
      headers: { Accept: 'text/plain' },
    });
    expect(await plain.text()).toMatch(/^\d{6}$/);
    expect(await database().auditEvent.count({ where: { action: 'totp.read', subjectId: account.id } })).toBe(
      2,
    );
  });

  test('is stored so that the database alone does not give it away', async () => {
    const { account } = await create({
      service: 'sealed',
      handle: 'acme',
      authenticator: SECRET,
      recoveryCodes: ['aaaa-1111'],
    });
    const row = await database().account.findUniqueOrThrow({ where: { id: account.id } });
    for (const bytes of [row.authenticatorSecret, row.recoveryCodes]) {
      expect(Buffer.from(bytes ?? []).toString('latin1')).not.toMatch(/JBSWY|otpauth|aaaa/);
      expect(bytes?.[0]).toBe(1);
    }
    expect(await readRecoveryCodes(owner, account.id)).toEqual(['aaaa-1111']);
    expect(
      await database().auditEvent.count({ where: { action: 'recovery-codes.read', subjectId: account.id } }),
    ).toBe(1);
    // Another account's secret in the place of this one is not taken for it.
    const other = await create({ service: 'other', handle: 'acme', authenticator: SECRET });
    await database().account.update({
      where: { id: other.account.id },
      data: { authenticatorSecret: row.authenticatorSecret },
    });
    const answer = await call(token, 'GET', `/accounts/${other.account.id}/totp`);
    expect(answer.status).toBe(503);
    expect((await answer.json()).detail).toContain('MAILROOM_SECRET');
  });

  test('that is not there is a problem that says so', async () => {
    const { account } = await create({ service: 'bare', handle: 'acme' });
    const answer = await call(token, 'GET', `/accounts/${account.id}/totp`);
    expect(answer.status).toBe(404);
    expect((await answer.json()).detail).toBe('The bare account acme has no authenticator secret.');
    await expect(readRecoveryCodes(owner, account.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the codes of an account', () => {
  test('are those of its service at its addresses, and say whose they are', async () => {
    const address = await makeAddress(workspace, 'codes');
    const { account } = await create({ service: 'discord', handle: 'acme', email: address.address });
    await storeMessage(address, { code: '111111', service: 'discord', from: 'noreply@discord.com' });
    await storeMessage(address, { code: '222222', service: 'x' });
    const latest = await (await call(token, 'GET', `/codes/latest?accountId=${account.id}`)).json();
    expect(latest).toMatchObject({ code: '111111', accountId: account.id });
    const { data } = await (await call(token, 'GET', `/codes?address=${address.address}`)).json();
    expect(data.map(({ code, accountId }: { code: string; accountId: string }) => [code, accountId])).toEqual(
      [
        ['222222', null],
        ['111111', account.id],
      ],
    );
    const claimed = await call(token, 'POST', '/codes/claim', { body: { accountId: account.id } });
    expect(await claimed.json()).toMatchObject({ code: '111111', state: 'claimed', accountId: account.id });
    // An address that an account is registered with cannot be lost by mistake.
    expect((await call(token, 'DELETE', `/addresses/${address.address}`)).status).toBe(422);
  });
});

test('an account narrows what is at an address, in every list, and the latest code is of one of the two', async () => {
  const [email, elsewhere] = [
    await makeAddress(workspace, 'both'),
    await makeAddress(workspace, 'elsewhere'),
  ];
  const { account } = await create({ service: 'slack', handle: 'acme', email: email.address });
  await storeMessage(email, { code: '111111', service: 'slack' });
  await storeMessage(email, { code: '222222', service: 'x' });
  await storeMessage(elsewhere, { code: '333333', service: 'slack' });
  const ask = async (path: string) => (await call(token, 'GET', path)).json();
  const at = ({ address }: { address: string }) => `address=${address}&accountId=${account.id}`;
  const codesOf = (data: { code?: string; codes?: { code: string }[] }[]) =>
    data.flatMap(({ code, codes }) => code ?? codes?.map((each) => each.code));
  for (const path of ['/codes?', '/messages?', '/messages?q=Hello&']) {
    expect(codesOf((await ask(path + at(email))).data)).toEqual(['111111']);
    expect(codesOf((await ask(path + at(elsewhere))).data)).toEqual([]);
  }
  expect(codesOf([await ask(`/messages/latest?${at(email)}`)])).toEqual(['111111']);
  expect(await ask(`/messages/latest?${at(elsewhere)}`)).toMatchObject({ status: 404 });
  expect(await ask(`/codes/latest?${at(email)}`)).toMatchObject({ status: 422 });
});

describe('access', () => {
  test('is by scope, named when it is missing', async () => {
    const { account } = await create({ service: 'scopes', handle: 'acme', authenticator: SECRET });
    const reader = await issueToken(workspace, ['accounts:read']);
    expect((await call(reader, 'GET', `/accounts/${account.id}`)).status).toBe(200);
    for (const [method, path, scope] of [
      ['GET', `/accounts/${account.id}/totp`, 'totp:read'],
      ['POST', '/accounts', 'accounts:write'],
      ['PATCH', `/accounts/${account.id}`, 'accounts:write'],
      ['DELETE', `/accounts/${account.id}`, 'accounts:write'],
    ] as const) {
      const answer = await call(reader, method, path);
      expect(answer.status).toBe(403);
      expect((await answer.json()).detail).toContain(scope);
    }
  });

  test('of a token of some addresses is to the accounts registered with one of them', async () => {
    const mine = await makeAddress(workspace, 'mine');
    const { account } = await create({
      ...{ service: 'limited', handle: 'mine', email: mine.address, phone: '+14155550100' },
      authenticator: SECRET,
    });
    const other = await create({ service: 'limited', handle: 'other', email: 'brand@inbox.example' });
    const bare = await create({ service: 'limited', handle: 'bare' });
    const limited = await issueToken(workspace, undefined, [mine.address]);
    const { data } = await (await call(limited, 'GET', '/accounts')).json();
    // The phone is not the token's to see.
    expect(data).toEqual([{ ...account, phone: null }]);
    expect((await call(limited, 'GET', `/accounts/${account.id}/totp`)).status).toBe(200);
    for (const { account: not } of [other, bare])
      for (const [method, path] of [
        ['GET', `/accounts/${not.id}`],
        ['GET', `/accounts/${not.id}/totp`],
        ['PATCH', `/accounts/${not.id}`],
        ['DELETE', `/accounts/${not.id}`],
        ['GET', `/codes/latest?accountId=${not.id}`],
      ] as const)
        expect((await call(limited, method, path)).status, `${method} ${path}`).toBe(404);
    expect((await create({ service: 'limited', handle: 'new' }, limited)).status).toBe(403);
    expect(
      (await create({ service: 'limited', handle: 'new', email: 'brand@inbox.example' }, limited)).status,
    ).toBe(404);
    expect((await create({ service: 'limited', handle: 'new', email: mine.id }, limited)).status).toBe(201);
    await expect(
      readRecoveryCodes(
        {
          kind: 'token',
          id: owner.id,
          workspaceId: workspace.id,
          name: 'CI',
          scopes: ['totp:read'],
          addressIds: null,
        },
        account.id,
      ),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('of a token of some addresses takes away none that it does not see, nor its own last one', async () => {
    const mine = await makeAddress(workspace, 'half');
    const body = { service: 'half', handle: 'acme', email: mine.address, phone: '+14155550100' };
    const { account } = await create(body);
    const phone = await database().managedAddress.create({
      data: { workspaceId: workspace.id, kind: 'phone', address: '+14155550101' },
    });
    const limited = await issueToken(workspace, undefined, [mine.address, phone.address]);
    const change = async (change: object, as = limited) => {
      const answer = await call(as, 'PATCH', `/accounts/${account.id}`, { body: change });
      return { status: answer.status, body: await answer.json() };
    };
    const whole = async () => (await call(token, 'GET', `/accounts/${account.id}`)).json();

    // What it was told, sent back: exactly as for an account that has no phone.
    const back = await change({ handle: 'acme2', email: mine.address, phone: null });
    expect(back).toEqual({ status: 200, body: { ...account, handle: 'acme2', phone: null } });
    expect(await whole()).toEqual({ ...account, handle: 'acme2' });

    const replaced = await change({ phone: phone.address });
    expect(replaced.status).toBe(403);
    expect(replaced.body.detail).toContain('another phone');
    expect(replaced.body.detail).not.toContain('0100');

    // It would not see the account any more: as one that it may not make.
    const lost = await change({ email: null });
    expect(lost.status).toBe(403);
    expect(await whole()).toEqual({ ...account, handle: 'acme2' });

    expect((await change({ phone: phone.address }, token)).status).toBe(200);
    expect((await change({ email: null })).body).toMatchObject({ email: null, phone: phone.address });
    expect((await call(limited, 'DELETE', `/accounts/${account.id}`)).status).toBe(204);
  });

  test('of a member is to what is granted to them, of an admin also to what they make', async () => {
    const { account } = await create({
      service: 'granted',
      handle: 'acme',
      email: 'brand@inbox.example',
      authenticator: SECRET,
    });
    const [member, admin] = [await makeMember(workspace, 'member'), await makeMember(workspace, 'admin')];
    const as = async (actor: MemberActor, method: string, path: string, body?: object) => {
      vi.mocked(sessionActor).mockResolvedValueOnce(actor);
      return call(null, method, path, { body, headers: { Origin: 'http://localhost:3000' } });
    };
    expect((await as(member, 'GET', `/accounts/${account.id}`)).status).toBe(404);
    await database().grant.create({
      data: { workspaceId: workspace.id, memberId: member.id, accountId: account.id, level: 'viewer' },
    });
    expect(await (await as(member, 'GET', `/accounts/${account.id}`)).json()).toEqual(account);
    expect((await as(member, 'GET', `/accounts/${account.id}/totp`)).status).toBe(200);
    expect((await as(member, 'PATCH', `/accounts/${account.id}`, { handle: 'b' })).status).toBe(403);

    expect((await (await as(admin, 'GET', '/accounts')).json()).data).toEqual([]);
    const made = await (await as(admin, 'POST', '/accounts', { service: 'granted', handle: 'mine' })).json();
    expect((await (await as(admin, 'GET', '/accounts')).json()).data).toEqual([made]);
  });

  test('of a member who sees the address of an account, and not the account, tells nothing of it', async () => {
    const address = await makeAddress(workspace, 'secret');
    const { account } = await create({ service: 'secret', handle: '@secret', email: address.address });
    const admin = await makeMember(workspace, 'admin');
    await database().grant.create({
      data: { workspaceId: workspace.id, memberId: admin.id, addressId: address.id, level: 'manager' },
    });
    const as = async (method: string, path: string, body?: object) => {
      vi.mocked(sessionActor).mockResolvedValueOnce(admin);
      const answer = await call(null, method, path, { body, headers: { Origin: 'http://localhost:3000' } });
      return answer.json();
    };
    const at = `address=${address.address}`;
    const codes = async () => [
      await as('GET', `/codes/latest?${at}&includeUsed=true`),
      (await as('GET', `/codes?${at}`)).data[0],
      await as('POST', '/codes/claim', { address: address.address }),
    ];
    const store = () => storeMessage(address, { code: '111111', service: 'secret' });
    const { codeId } = await store();
    for (const code of [...(await codes()), (await loadCodes(admin, [codeId])).get(codeId)])
      expect(code).toMatchObject({ code: '111111', accountId: null });
    const later = await store();
    expect(await as('POST', `/codes/${later.codeId}/claim`)).toMatchObject({ accountId: null });

    expect(await as('DELETE', `/addresses/${address.address}`)).toMatchObject({
      status: 422,
      detail: `${address.address} belongs to an account that you may not see: who manages that one gives it another first.`,
    });

    await database().grant.create({
      data: { workspaceId: workspace.id, memberId: admin.id, accountId: account.id, level: 'viewer' },
    });
    await store();
    for (const code of await codes()) expect(code.accountId).toBe(account.id);
    expect((await as('DELETE', `/addresses/${address.address}`)).detail).toContain('account @secret');
  });

  test('ends at the workspace', async () => {
    const { account } = await create({ service: 'walls', handle: 'acme', authenticator: SECRET });
    const stranger = await issueToken(await makeWorkspace('stranger.example'));
    for (const [method, path] of [
      ['GET', `/accounts/${account.id}`],
      ['GET', `/accounts/${account.id}/totp`],
      ['PATCH', `/accounts/${account.id}`],
      ['DELETE', `/accounts/${account.id}`],
    ] as const) {
      const answer = await call(stranger, method, path);
      expect(answer.status).toBe(404);
      expect((await answer.json()).detail).toBe(`There is no account ${account.id}.`);
    }
    expect((await (await call(stranger, 'GET', '/accounts')).json()).data).toEqual([]);
  });
});

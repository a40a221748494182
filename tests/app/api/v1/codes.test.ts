import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeSchema } from '#lib/codes/present.ts';
import { countWaits } from '#lib/codes/wait.ts';
import { closeFeed, countSubscriptions } from '#lib/feed/listen.ts';
import { call, issueToken, serveApi } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage, type TestWorkspace } from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

let workspace: TestWorkspace;
let token: string;
let address: Awaited<ReturnType<typeof makeAddress>>;
let api: Awaited<ReturnType<typeof serveApi>>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  token = await issueToken(workspace);
  address = await makeAddress(workspace, 'brand');
  api = await serveApi();
});
afterAll(async () => {
  await api.close();
  await closeFeed();
});

const get = (path: string, headers?: Record<string, string>) => call(token, 'GET', path, { headers });

describe('GET /codes/latest', () => {
  test('answers 404 with a problem that names what was asked for', async () => {
    const answer = await get('/codes/latest?address=brand@inbox.example&service=x');
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toEqual({
      type: 'http://localhost:3000/problems/code-not-found',
      title: 'No such code',
      status: 404,
      detail: 'No usable x code at brand@inbox.example now.',
    });
  });

  test('answers in the contract’s shape, whatever the case, tag or escape of the address', async () => {
    await storeMessage(address, { code: '62v3cc5t' });
    for (const spelled of [
      'BRAND@Inbox.Example',
      'brand%2Blogin@inbox.example',
      'brand+login@inbox.example',
    ]) {
      const answer = await get(`/codes/latest?address=${spelled}`);
      expect(answer.status).toBe(200);
      expect(codeSchema.strict().parse(await answer.json())).toMatchObject({
        code: '62v3cc5t',
        service: 'x',
        address: 'brand@inbox.example',
        state: 'usable',
        accountId: null,
      });
    }
  });

  test('gives the code alone to who accepts text, and JSON to who likes that better or as much', async () => {
    const path = '/codes/latest?address=brand@inbox.example';
    for (const accept of ['text/plain', 'text/plain, */*', 'text/*;q=0.5, text/html']) {
      const answer = await get(path, { Accept: accept });
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(await answer.text()).toBe('62v3cc5t');
    }
    for (const accept of [
      '*/*',
      'application/json, text/plain, */*',
      'text/plain;q=0.1, application/json',
      '',
    ])
      expect((await get(path, { Accept: accept })).headers.get('content-type')).toBe('application/json');
  });

  test('names every parameter that is wrong', async () => {
    const answer = await get('/codes/latest?address=nonsense&wait=61&proven=yes&after=noon&foo=1&service=');
    expect(answer.status).toBe(422);
    const { errors } = await answer.json();
    expect(errors.map((error: { field: string }) => error.field).sort()).toEqual([
      'after',
      'foo',
      'proven',
      'service',
      'wait',
    ]);
    const fieldsOf = async (query: string) => {
      const refused = await get(`/codes/latest?${query}`);
      expect(refused.status).toBe(422);
      return (await refused.json()).errors.map((error: { field: string }) => error.field);
    };
    expect(await fieldsOf('')).toEqual(['address']);
    expect(await fieldsOf('address=nonsense')).toEqual(['address']);
    expect(await fieldsOf('address=a@b.example&address=c@d.example')).toEqual(['address']);
    expect(await fieldsOf('address=brand@inbox.example&service=%00')).toEqual(['service']);
    expect(await fieldsOf('accountId=7')).toEqual(['accountId']);
  });

  test('does not tell an address of others from none', async () => {
    const others = await makeAddress(await makeWorkspace('others.example'), 'brand');
    const [theirs, none] = await Promise.all(
      [others.address, 'nobody@others.example'].map((each) => get(`/codes/latest?address=${each}`)),
    );
    expect([theirs?.status, none?.status]).toEqual([404, 404]);
    expect(await theirs?.text()).toBe((await none?.text())?.replace('nobody', 'brand'));
  });

  test('waits over HTTP, and is answered the moment a code comes', async () => {
    const waiting = makeAddress(workspace, 'waiting');
    const to = await waiting;
    const headers = { Authorization: `Bearer ${token}`, Accept: 'text/plain' };
    const answer = fetch(`${api.url}/api/v1/codes/latest?address=${to.address}&wait=20`, { headers });
    await soon(() => expect(countWaits()).toBe(1));
    await storeMessage(to, { code: '123456' });
    expect(await (await answer).text()).toBe('123456');
  });

  test('frees the place of a client that goes away', async () => {
    const to = await makeAddress(workspace, 'gone');
    const client = new AbortController();
    const answer = fetch(`${api.url}/api/v1/codes/latest?address=${to.address}&wait=20`, {
      headers: { Authorization: `Bearer ${token}` },
      signal: client.signal,
    });
    await soon(() => expect(countWaits()).toBe(1));
    client.abort();
    await expect(answer).rejects.toThrow();
    await soon(() => expect([countWaits(), countSubscriptions()]).toEqual([0, 0]));
  });
});

test('codes are listed in pages, by state', async () => {
  const to = await makeAddress(workspace, 'list');
  for (const code of ['111111', '222222', '333333']) await storeMessage(to, { code });
  const first = await (await get(`/codes?address=${to.address}&limit=2`)).json();
  expect(first.data.map((code: { code: string }) => code.code)).toEqual(['333333', '222222']);
  const next = await (await get(`/codes?address=${to.address}&limit=2&cursor=${first.nextCursor}`)).json();
  expect(next).toMatchObject({ data: [{ code: '111111', state: 'superseded' }], nextCursor: null });
  const usable = await (await get(`/codes?address=${to.address}&state=usable`)).json();
  expect(usable.data).toHaveLength(1);
  expect((await get('/codes?limit=201')).status).toBe(422);
  expect((await get('/codes?cursor=x')).status).toBe(422);
});

describe('claims', () => {
  const claim = (body: unknown) => call(token, 'POST', '/codes/claim', { body });

  test('go to exactly one of many', async () => {
    const to = await makeAddress(workspace, 'claim');
    await storeMessage(to, { code: '111111' });
    const answers = await Promise.all(Array.from({ length: 20 }, () => claim({ address: to.address })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(19).fill(404)]);
  });

  test('by id answer 409 the second time, 404 for no code', async () => {
    const { codeId } = await storeMessage(await makeAddress(workspace, 'claim-id'), { code: '111111' });
    expect((await call(token, 'POST', `/codes/${codeId}/claim`)).status).toBe(200);
    const again = await call(token, 'POST', `/codes/${codeId}/claim`);
    expect(again.status).toBe(409);
    expect((await again.json()).type).toMatch(/\/problems\/code-already-claimed$/);
    for (const id of ['nonsense', crypto.randomUUID()])
      expect((await call(token, 'POST', `/codes/${id}/claim`)).status).toBe(404);
  });

  test('name what is wrong with a body', async () => {
    for (const body of ['{', '[]', '"x"', 'null', '\u0000'])
      expect((await call(token, 'POST', '/codes/claim', { body })).status).toBe(422);
    const wrong = await claim({ address: 7, wait: '5', service: 'a\u0000', more: true });
    const fields = (await wrong.json()).errors.map((error: { field: string }) => error.field);
    expect(fields.sort()).toEqual(['address', 'more', 'service', 'wait']);
    expect((await claim({ address: 'x'.repeat(70_000) })).status).toBe(422);
  });
});

import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { API_HEADERS, HEADERS, UNFRAMED_HEADERS } from '#app/headers.ts';
import { createToken } from '#lib/access/tokens.ts';
import { makeAddress, makeWorkspace, storeMessage } from '#tests/support/fixtures.ts';
import { openWebApp } from '#tests/support/open-web-app.ts';

const app = openWebApp();

test('a call with a token is answered past Next, as Next would', async () => {
  const workspace = await makeWorkspace();
  const address = await makeAddress(workspace, 'brand');
  await storeMessage(address, { code: '482913' });
  const { token } = await createToken(workspace.operator, {
    name: 'CI',
    scopes: ['codes:read', 'codes:claim', 'messages:read'],
  });
  const call = (method: string, path: string, more: RequestInit = {}) =>
    fetch(`${app.url}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${token}` }, ...more });
  const body = JSON.stringify({ address: address.address });

  const latest = await call('GET', `/codes/latest?address=${address.address}`);
  expect(latest.status).toBe(200);
  const { id } = await latest.json();
  const answers = {
    latest,
    message: await call('GET', `/messages/latest?address=${address.address}`),
    claim: await call('POST', '/codes/claim', { body }),
    claimAgain: await call('POST', `/codes/${id}/claim`),
    wrong: await call('POST', '/codes/claim', { body: '{' }),
    // HEAD is none of the route's own methods.
    head: await call('HEAD', `/codes/latest?address=${address.address}&includeUsed=true`),
    delete: await call('DELETE', '/codes/latest'),
    options: await call('OPTIONS', '/codes/latest'),
  };
  const statuses = Object.entries(answers).map(([name, { status }]) => [name, status]);
  expect(Object.fromEntries(statuses)).toEqual({
    ...{ latest: 200, message: 200, claim: 200, claimAgain: 409, wrong: 422, head: 200, delete: 405 },
    options: 204,
  });
  expect(answers.options.headers.get('allow')).toBe(answers.delete.headers.get('allow'));
  for (const { headers } of Object.values(answers))
    for (const { key, value } of [...HEADERS, ...UNFRAMED_HEADERS, ...API_HEADERS])
      expect(headers.get(key), key).toBe(value);
});

test('OPTIONS without a token, and a request that names a whole URL or the whole server, are answered', async () => {
  const options = await fetch(`${app.url}/api/v1/messages`, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS']);
  expect((await fetch(`${app.url}/api/v1/nothing`, { method: 'OPTIONS' })).status).toBe(404);

  const { port } = new URL(app.url);
  const ask = async (method: string, path: string) => {
    const asked = request({ host: 'localhost', port, method, path }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, body: await text(answer), allow: answer.headers.allow };
  };
  const whole = await ask('GET', `http://inbox.example:${port}/api/v1/openapi.json`);
  expect([whole.status, JSON.parse(whole.body).openapi]).toEqual([200, '3.1.0']);
  expect(await ask('GET', `${app.url}/healthz`)).toMatchObject({ status: 200 });
  expect((await ask('GET', `${app.url}/api/v1/codes/latest`)).status).toBe(401);
  expect(await ask('OPTIONS', '*')).toMatchObject({ status: 204, allow: expect.stringContaining('GET') });
});

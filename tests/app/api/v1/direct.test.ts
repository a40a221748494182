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
  };
  const statuses = Object.entries(answers).map(([name, { status }]) => [name, status]);
  expect(Object.fromEntries(statuses)).toEqual({
    ...{ latest: 200, message: 200, claim: 200, claimAgain: 409, wrong: 422, head: 200, delete: 405 },
  });
  for (const { headers } of Object.values(answers))
    for (const { key, value } of [...HEADERS, ...UNFRAMED_HEADERS, ...API_HEADERS])
      expect(headers.get(key), key).toBe(value);
});

import { expect, test } from 'vitest';
import { openBehindNetwork } from '#tests/support/behind-network.ts';
import { soon } from '#tests/support/soon.ts';

const mailroom = openBehindNetwork();

/** Of the right form, and unknown: whether it is cannot be told without the database. */
const TOKEN = `mrt_${'x'.repeat(43)}`;

const ask = (path: string) =>
  fetch(`${mailroom.url}${path}`, { redirect: 'manual', headers: { Authorization: `Bearer ${TOKEN}` } });

test.each([
  ['cannot be reached', () => mailroom.network.cut(), () => mailroom.network.mend()],
  ['hangs', () => mailroom.network.stall(), () => mailroom.network.resume()],
])(
  'while the database %s a page, the API and the health check say so within seconds; then all is back by itself',
  async (_, begin, end) => {
    expect((await ask('/inbox')).status).toBe(307);
    expect((await ask('/api/v1/codes?address=a@b.example')).status).toBe(401);
    await begin();
    const [page, api, ready] = await Promise.all([
      ask('/inbox'),
      ask('/api/v1/codes?address=a@b.example'),
      ask('/readyz'),
    ]);
    expect([page.status, api.status, ready.status]).toEqual([503, 503, 503]);
    expect([page, api, ready].every(({ headers }) => Number(headers.get('retry-after')) > 0)).toBe(true);
    expect(await api.json()).toMatchObject({
      type: expect.stringMatching(/\/problems\/unavailable$/),
      detail: expect.stringContaining('cannot reach its database'),
    });
    const text = await page.text();
    expect(text).toContain('Mailroom cannot reach its database');
    expect(text).toContain('http-equiv="refresh" content="5"');
    expect(text).not.toContain('<script');
    expect((await ask('/healthz')).status).toBe(200);
    await end();
    await soon(async () => expect((await ask('/readyz')).status).toBe(200));
    expect((await ask('/inbox')).status).toBe(307);
    expect((await ask('/api/v1/codes?address=a@b.example')).status).toBe(401);
  },
);

test('every answer carries the headers that a browser needs to keep strangers out', async () => {
  const { headers } = await fetch(`${mailroom.url}/sign-in`);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-powered-by')).toBeNull();
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildOnce, PREPARED_WITHIN_MS } from '#tests/support/prepare.ts';
import { startWebApp, type WebApp } from '#tests/support/web-app.ts';

let app: WebApp;

beforeAll(async () => {
  await buildOnce();
  // Port 1 of the loopback: nothing listens there.
  app = await startWebApp('postgresql://mailroom:none@127.0.0.1:1/mailroom');
}, PREPARED_WITHIN_MS);
afterAll(() => app?.stop());

test('while the database is away a page says so plainly, answers 503 and looks again by itself', async () => {
  const answer = await fetch(`${app.url}/inbox`);
  const page = await answer.text();
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(page).toContain('Mailroom cannot reach its database');
  expect(page).toContain('http-equiv="refresh" content="5"');
  expect(page).not.toContain('<script');
});

test('every answer carries the headers that a browser needs to keep strangers out', async () => {
  const { headers } = await fetch(`${app.url}/sign-in`);
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(headers.get('x-powered-by')).toBeNull();
});

import { expect, test } from 'vitest';
import { refuseUnroutable } from '#app/unroutable.ts';

test('a broken escape and an unknown method are problems, and all else is handed on', async () => {
  expect(refuseUnroutable('GET', '/api/v1/addresses/%zz')?.status).toBe(404);
  expect(refuseUnroutable('GET', '/api/v1/addresses/%ff%fe?x=1')?.status).toBe(404);
  expect(refuseUnroutable('TRACE', '/')?.status).toBe(405);
  expect(refuseUnroutable('GET', '/api/v1/addresses/a%40b.example?q=%zz')).toBeNull();
  expect(refuseUnroutable('DELETE', '/api/v1/messages/1')).toBeNull();
});

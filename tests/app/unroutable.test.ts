import { expect, test } from 'vitest';
import { answerUnroutable, toOriginForm } from '#app/unroutable.ts';

test('a broken escape and an unknown method are problems, and all else is handed on', async () => {
  expect(answerUnroutable('GET', '/api/v1/addresses/%zz')?.status).toBe(404);
  expect(answerUnroutable('GET', '/api/v1/addresses/%ff%fe?x=1')?.status).toBe(404);
  expect(answerUnroutable('TRACE', '/')?.status).toBe(405);
  expect(answerUnroutable('GET', '/api/v1/addresses/a%40b.example?q=%zz')).toBeNull();
  expect(answerUnroutable('DELETE', '/api/v1/messages/1')).toBeNull();
});

test('the server as a whole tells its methods, and what is no path is not found', () => {
  const answer = answerUnroutable('OPTIONS', '*');
  expect(answer?.status).toBe(204);
  expect(answer?.headers.get('allow')).toContain('DELETE');
  expect(answerUnroutable('GET', '*')?.status).toBe(404);
  expect(answerUnroutable('GET', 'ftp://inbox.example/')?.status).toBe(404);
});

test.each([
  ['http://inbox.example/api/v1/codes?x=1', '/api/v1/codes?x=1', 'inbox.example'],
  ['HTTPS://inbox.example:8443', '/', 'inbox.example:8443'],
  ['http://[::1]:3000?x=/', '/?x=/', '[::1]:3000'],
  ['/api/v1/codes?x=http://inbox.example/', '/api/v1/codes?x=http://inbox.example/', 'localhost'],
  ['http://user@inbox.example/', 'http://user@inbox.example/', 'localhost'],
  ['*', '*', 'localhost'],
])('a request for %s is one for %s at its host', (url, path, host) => {
  const request = { url, headers: { host: 'localhost' } };
  toOriginForm(request);
  expect(request).toEqual({ url: path, headers: { host } });
});

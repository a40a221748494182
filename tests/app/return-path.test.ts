import { expect, test } from 'vitest';
import { returnPath } from '#app/return-path.ts';

test.each(['/addresses', '/inbox?address=brand%40inbox.example&message=1'])(
  '%s is where one came from',
  (path) => {
    expect(returnPath(path)).toBe(path);
  },
);

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '',
  undefined,
])('from %s one is led home', (path) => {
  expect(returnPath(path)).toBe('/inbox');
});

import { expect, test } from 'vitest';
import { printableJson } from '#lib/printable-json.ts';

test('what a terminal would obey is escaped, and is read back the same', () => {
  const value = { a: 'ü\u001b[2J\u009b31m\u007f\u202eabc', b: ['認証', 1, null] };
  const json = printableJson(value);
  expect(json).toBe('{"a":"ü\\u001b[2J\\u009b31m\\u007f\\u202eabc","b":["認証",1,null]}');
  expect(JSON.parse(json)).toEqual(value);
});

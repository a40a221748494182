import { expect, test } from 'vitest';
import { logLine } from '#inbound/smtp/log.ts';

test.each([
  [{ remote: '192.0.2.1', bytes: 12, because: undefined }, 'smtp stored remote=192.0.2.1 bytes=12'],
  [{ recipient: 'a b@c' }, 'smtp stored recipient="a b@c"'],
  [{ recipient: '' }, 'smtp stored recipient=""'],
  [{ recipient: 'a"b\\' }, 'smtp stored recipient="a\\"b\\\\"'],
  [{ recipient: 'a\x1b[2J\r\nsmtp stored' }, 'smtp stored recipient="a\\u{1b}[2J\\u{d}\\u{a}smtp stored"'],
  [{ recipient: 'a\u202eb😀' }, 'smtp stored recipient="a\\u{202e}b\\u{1f600}"'],
])('%j is one line of printable ASCII', (facts, line) => {
  expect(logLine('stored', facts)).toBe(line);
});

test('a long value is cut', () => {
  expect(logLine('refused', { recipient: 'x'.repeat(10_000) }).length).toBeLessThan(300);
});

import { describe, expect, test } from 'vitest';
import { normaliseAddress } from '#lib/addresses/normalise.ts';

describe('an address, however it is written, is one', () => {
  test.each([
    ['BRAND@Inbox.Example', 'brand@inbox.example'],
    ['brand+login@inbox.example', 'brand@inbox.example'],
    [`brand+${'0'.repeat(64)}@inbox.example`, 'brand@inbox.example'],
    ['"brand"@inbox.example', 'brand@inbox.example'],
    ['brand@bücher.example', 'brand@xn--bcher-kva.example'],
    ['brand@inbox.example.', 'brand@inbox.example'],
    ['+1 (415) 555-0100', '+14155550100'],
  ])('%s', (written, address) => {
    expect(normaliseAddress(written)).toMatchObject({ address });
  });
});

test.each([
  [`${'b'.repeat(65)}@inbox.example`, 'up to 64 letters'],
  ['"john smith"@inbox.example', 'before the @'],
  ['""@inbox.example', 'before the @'],
  ['brand', 'neither an email address'],
  ['4155550100', 'needs its country code'],
])('%s is refused in words', (written, words) => {
  expect(() => normaliseAddress(written)).toThrow(words);
});

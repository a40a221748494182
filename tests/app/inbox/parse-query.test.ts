import { describe, expect, test } from 'vitest';
import { parseQuery } from '#app/(workspace)/inbox/search/parse-query.ts';
import { hasFlag, operatorOf, withFlag, withOperator } from '#app/(workspace)/inbox/search/tokens.ts';

const NOW = new Date(2026, 10, 24, 10, 30);
const day = (year: number, month: number, date: number) => new Date(year, month - 1, date).toISOString();
const parsed = (text: string) => parseQuery(text, NOW);

test('nothing typed is the inbox: what is not archived', () => {
  for (const text of ['', '   '])
    expect(parsed(text)).toEqual({
      parameters: { archived: 'false' },
      problems: [],
      words: { sender: [], subject: [], text: [] },
    });
});

describe('what is typed', () => {
  test.each([
    ['invoice', { q: 'invoice' }],
    ['  new   login ', { q: 'new login' }],
    ['"single-use code" -github', { q: '"single-use code" -github' }],
    ['from:github has:code', { from: 'github', hasCode: 'true' }],
    ['FROM:GitHub', { from: 'GitHub' }],
    ['from:"X Support" urgent', { from: 'X Support', q: 'urgent' }],
    ['from:"X Supp', { from: 'X Supp' }],
    ['to:brand subject:invoice', { to: 'brand', subject: 'invoice' }],
    ['service:X channel:sms', { service: 'x', channel: 'sms' }],
    ['is:unread', { unread: 'true' }],
    ['is:archived', { archived: 'true' }],
    ['is:taken', { state: 'claimed' }],
    ['is:usable is:unread', { state: 'usable', unread: 'true' }],
    ['in:all', {}],
    ['in:inbox invoice', { archived: 'false', q: 'invoice' }],
    ['after:2026-11-01', { after: day(2026, 11, 1) }],
    ['before:yesterday', { before: day(2026, 11, 23) }],
    ['after:today', { after: day(2026, 11, 24) }],
    ['after:2h', { after: new Date(2026, 10, 24, 8, 30).toISOString() }],
    ['before:2026-11-24T09:15', { before: new Date(2026, 10, 24, 9, 15).toISOString() }],
    ['see https://x.com/login', { q: 'see https://x.com/login' }],
    ['re: hello', { q: 're: hello' }],
    ['10:30', { q: '10:30' }],
  ])('“%s” is read as %o', (text, parameters) => {
    expect(parsed(text)).toMatchObject({ problems: [] });
    expect(parsed(text).parameters).toEqual(parameters);
  });

  test.each([
    ['from:', 'from: is followed by what it is: from:github.'],
    ['has:cheese', 'has: is followed by code, not by “cheese”.'],
    ['is:red', 'is: is followed by unread, archived, usable, superseded, expired or taken, not by “red”.'],
    [
      'before:2026-02-30',
      'before: is followed by a day, 2026-11-24, or by today, yesterday, 2h or 7d, not by “2026-02-30”.',
    ],
    ['from:a from:b', 'Of from: only the first counts: remove “from:b”.'],
    ['sender:x', 'There is no sender: here, so “sender:x” is looked for as it stands.'],
  ])('“%s” is answered in place: %s', (text, problem) => {
    expect(parsed(text).problems).toEqual([problem]);
  });

  test('is marked where it was looked for: a sender in senders only, a word anywhere, not what is left out', () => {
    expect(parsed('"single use" code -github from:X subject:login to:brand').words).toEqual({
      sender: ['X', 'single use', 'code'],
      subject: ['login', 'single use', 'code'],
      text: ['single use', 'code'],
    });
  });
});

describe('a choice', () => {
  test('writes itself into the query, instead of what stood there', () => {
    expect(withOperator('invoice service:x', 'service', 'github')).toBe('invoice service:github');
    expect(withOperator('invoice service:x', 'service', null)).toBe('invoice');
    expect(withOperator('', 'from', 'X Support')).toBe('from:"X Support"');
    expect(withFlag('invoice', 'is:unread', true)).toBe('invoice is:unread');
    expect(withFlag('IS:unread "a  b"', 'is:unread', false)).toBe('"a  b"');
  });

  test('is read back from it', () => {
    expect(operatorOf('a channel:SMS b', 'channel')).toBe('SMS');
    expect(operatorOf('a', 'channel')).toBe('');
    expect(hasFlag('a Has:Code', 'has:code')).toBe(true);
    expect(hasFlag('"has:code"', 'has:code')).toBe(false);
  });
});

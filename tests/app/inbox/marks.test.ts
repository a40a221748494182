import { describe, expect, test } from 'vitest';
import { markText } from '#app/(workspace)/inbox/reader/mark-text.ts';
import { hitsOf } from '#app/(workspace)/inbox/search/hits.tsx';
import { findCommands } from '#app/(workspace)/palette/commands.ts';

/** The marks written out: {code}, <why>, [hit]. */
function written(text: string, codes: { code: string; context: string }[], words: string[] = []): string {
  const around = { code: '{}', why: '<>', hit: '[]' };
  return markText(text, codes, words)
    .map(({ text, mark }) => (mark ? `${around[mark][0]}${text}${around[mark][1]}` : text))
    .join('');
}

describe('in the text of a message', () => {
  test.each([
    [
      'Hi,\n\nEnter this code:\n\n481 902\n\nThanks',
      [{ code: '481902', context: 'Enter this code: 481 902' }],
      [],
      'Hi,\n\n<Enter this code:\n\n>{481 902}\n\nThanks',
    ],
    ['Your code is 073532.', [{ code: '073532', context: 'not in it' }], [], 'Your code is {073532}.'],
    ['No code at all', [{ code: '073532', context: '073532 is in the subject' }], [], 'No code at all'],
    ['A code, and more of the code', [], ['code'], 'A [code], and more of the [code]'],
    ['code 1234 (a+b)', [{ code: '1234', context: 'code 1234' }], ['(A+B)', 'code'], '<code >{1234} [(a+b)]'],
  ])('“%s” its code, why it is one and what was looked for are marked', (text, codes, words, marked) => {
    expect(written(text, codes, words)).toBe(marked);
  });
});

test('hits are found in any case, and the longer of two words first', () => {
  expect(hitsOf('GitHub git', ['git', 'github'])).toEqual([
    { text: 'GitHub', hit: true },
    { text: ' ', hit: false },
    { text: 'git', hit: true },
  ]);
  expect(hitsOf('anything', [])).toEqual([{ text: 'anything', hit: false }]);
});

test.each([
  ['Überprüfung für Zoë', ['uber', 'ZOE'], '[Über]prüfung für [Zoë]'],
  ['Your Co\u0308de, a code', ['code'], 'Your [Co\u0308de], a [code]'],
  ['Ｃｏｄｅ ４８１５ und ①', ['code', '4815', '1'], '[Ｃｏｄｅ] [４８１５] und [①]'],
  ['nothing of it', ['\u0301'], 'nothing of it'],
  ['ﬁx e\u0301te\u0301 code', ['code'], 'ﬁx e\u0301te\u0301 [code]'],
  ['ﬁnal STRASSE, Straße', ['final', 'straße'], '[ﬁnal] STRASSE, [Straße]'],
  ['КОД подтверждения', ['код'], '[КОД] подтверждения'],
  ['😀 Ünï 😀 (a+b)', ['uni', '(A+B)'], '😀 [Ünï] 😀 [(a+b)]'],
])('hits in “%s” are marked as the search finds them, whatever the accents', (text, words, marked) => {
  const parts = hitsOf(text, words);
  expect(parts.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')).toBe(marked);
});

test('a command is found by all its words, one that begins with them before the others', () => {
  const command = (name: string, terms = '') => ({ id: name, group: '', name, terms, run: () => {} });
  const all = [command('Everything, archived too'), command('Archive', 'put away'), command('Inbox')];
  const names = (typed: string) => findCommands(all, typed).map(({ name }) => name);
  expect(names('')).toEqual(['Everything, archived too', 'Archive', 'Inbox']);
  expect(names('arch')).toEqual(['Archive', 'Everything, archived too']);
  expect(names('put arch')).toEqual(['Archive']);
  expect(names('nothing')).toEqual([]);
});

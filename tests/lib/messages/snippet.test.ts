import { expect, test } from 'vitest';
import { snippetOf } from '#lib/messages/snippet.ts';

test('a snippet is the beginning of a text on one line', () => {
  expect(snippetOf('\n\n  Hello,\r\n\r\n\tyour code is\u00a0482913. \n')).toBe('Hello, your code is 482913.');
  expect(snippetOf(' \n ')).toBe('');
  expect(snippetOf(`a${' '.repeat(50)}b`.repeat(200))).toBe('a b'.repeat(54).slice(0, 160));
  expect(snippetOf('a'.repeat(100_000))).toBe('a'.repeat(160));
});

test('a snippet ends between two characters', () => {
  expect(snippetOf(`${'a'.repeat(159)}🔑🔑`)).toBe('a'.repeat(159));
  expect(snippetOf(`${'a'.repeat(158)}🔑🔑`)).toBe(`${'a'.repeat(158)}🔑`);
  expect(snippetOf(`${'a'.repeat(159)} b`)).toBe('a'.repeat(159));
});

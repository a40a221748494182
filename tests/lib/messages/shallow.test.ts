import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { sanitiseHtml } from '#lib/messages/sanitise.ts';
import { ShallowTokenizer } from '#lib/messages/shallow.ts';

/** How many elements of a mail stand within one another at most. */
function depthOf(html: string, Tokenizer?: typeof ShallowTokenizer): number {
  let [depth, most] = [0, 0];
  const handler = {
    onopentag() {
      depth += 1;
      most = Math.max(most, depth);
    },
    onclosetag() {
      depth -= 1;
    },
  };
  const parser = new Parser(handler, { Tokenizer });
  parser.end(html);
  return most;
}

test.each([
  '<b>',
  '<table><tr><td>',
  '<td><p>',
  '<ul><li>',
  '<svg><textarea>',
  '<svg><style>',
  '<math><title>',
  '<noscript>',
  '<a ="x><i>',
  '<!--><b>',
  '<p></b><b>',
  '<x-y a="b">',
  '<template>',
  '<foreignObject><svg>',
])('%s, a thousand times in itself, is no deeper than any layout', (tags) => {
  const html = tags.repeat(1_000);
  expect(depthOf(html, ShallowTokenizer)).toBeLessThanOrEqual(202);
  expect(depthOf(html, ShallowTokenizer)).toBeLessThanOrEqual(depthOf(html));
});

test('what the parser keeps to itself is still there: without the limit it is as deep as it is written', () => {
  expect(depthOf('<b>'.repeat(1_000))).toBe(1_000);
});

test('what stands in what is left out is shown, and what comes after it stands where it stood', () => {
  const deep = `<div>${'<b>'.repeat(500)}482913<br>${'</b>'.repeat(500)}</div><p>Bye</p>`;
  const safe = sanitiseHtml(deep);
  expect(safe).toContain('482913<br />');
  expect(safe).toMatch(/<\/b><\/div><p>Bye<\/p>$/);
  expect(safe.match(/<b>/g)).toHaveLength(199);
});

test('a script at any depth is left out with its text', () => {
  const script = '<script>evil()</script><style>p{}</style>';
  expect(sanitiseHtml(`${'<b>'.repeat(500)}${script}`)).not.toMatch(/evil|p\{/);
});

test('a mail of usual depth is what it was', () => {
  const html = `${'<table><tbody><tr><td>'.repeat(15)}<p>Hi</p>${'</td></tr></tbody></table>'.repeat(15)}`;
  expect(sanitiseHtml(html)).toBe(html);
});

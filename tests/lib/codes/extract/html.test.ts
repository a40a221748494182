import { describe, expect, test } from 'vitest';
import { readHtml } from '#lib/codes/extract/html.ts';

const read = (html: string): string =>
  readHtml(html)
    .text.replace(/\s*\n\s*/g, '|')
    .replace(/^\||\|$/g, '');

describe('what a person sees of an HTML mail', () => {
  test.each([
    ['blocks are lines', '<p>one</p><div>two</div>', 'one|two'],
    ['a row of a table is a line', '<table><tr><td>one</td><td>two</td></tr></table>', 'one  two'],
    ['inline elements join', '<b>12</b><span>34</span>', '1234'],
    ['a line break', 'one<br>two<br/>three', 'one|two|three'],
    ['white space is one space', 'one\n   two\t three', 'one two three'],
    ['preformatted lines stay', '<pre>one\ntwo</pre>', 'one|two'],
    ['a style sheet', '<style>a > b {content: "<p>no</p>"}</style>yes', 'yes'],
    ['a script', '<script>if (a<b) document.write("no")</script>yes', 'yes'],
    ['a title', '<head><title>no</title></head><body>yes</body>', 'yes'],
    ['a comment', 'yes<!-- <p>no</p> -->', 'yes'],
    ['a conditional comment for Outlook', '<!--[if mso]><p>no</p><![endif]-->yes', 'yes'],
    ['a declaration', '<!doctype html><?xml no?>yes', 'yes'],
    ['a hidden element with another inside', '<div style="display: none">no<div>no</div>no</div>yes', 'yes'],
    ['a hidden attribute', '<p hidden>no</p>yes', 'yes'],
    ['a quoted mail', 'yes<div class="x gmail_quote">no</div>', 'yes'],
    ['a quotation by a mail program', 'yes<blockquote type="cite">no</blockquote>', 'yes'],
    ['a code that is a picture', 'a<img src="x.png" alt="604 178">b', 'a 604 178 b'],
    ['a code in a field', 'a<input readonly value=604178>b', 'a|604178 b'],
    ['a code in a hidden field', 'a<input type="hidden" value="604178">b', 'a|b'],
    ['what a picture shows otherwise', 'a<img alt="Harbor 24">b', 'ab'],
    ['a greater-than sign in an attribute', '<p title="a > b">yes</p>', 'yes'],
    ['a quote in an unquoted attribute', "<p title=it's>yes</p>", 'yes'],
    ['a less-than sign that opens nothing', '1 < 2', '1 < 2'],
    ['named, decimal and hexadecimal characters', '&eacute;&#49;&#x32;&amp;lt;', 'é12&lt;'],
    ['a character reference without an end', '&nbsp12&copy 3', '12© 3'],
    ['an unknown or impossible character', '&foo;&#x110000;', '&foo;&#x110000;'],
    ['a tag that never ends', 'yes<p class="no', 'yes'],
    ['a comment that never ends', 'yes<!-- no', 'yes'],
  ])('%s', (_, html, text) => {
    expect(read(html).replaceAll('\u00a0', '')).toBe(text);
  });

  test('hidden words are kept apart', () => {
    expect(readHtml('<p style="max-height:0px;">code 1</p><p>hello</p>').hidden).toContain('code 1');
  });

  test('quoted mails are read when asked for', () => {
    const html = 'one<div class="gmail_quote">two <p style="display:none">three</p></div>';
    expect(readHtml(html, { quotes: true }).text).toBe('one\ntwo \n\n');
  });

  test('links have their address and words', () => {
    const { links } = readHtml(`<a class=b href='https://a.example/?x=1&amp;y=2'><b>Sign</b> in</a>`);
    expect(links).toEqual([{ href: 'https://a.example/?x=1&y=2', text: 'Sign in' }]);
  });
});

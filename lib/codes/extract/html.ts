import { decode, endOfRaw, tagAt } from './markup.ts';

/** What a person sees of an HTML mail: its words as lines, the words that are hidden, and its links. */
export type Page = { text: string; hidden: string; links: { href: string; text: string }[] };

/** A mail with more markup than this is no notice with a code, and reading on would hold up the mails behind it. */
const MARKUP_LIMIT = 1024 * 1024;
/**
 * Words beyond this are not read: nobody scrolls further for a code. Twice the limit of `parts.ts`, since
 * layout is removed there.
 */
const WORDS_LIMIT = 64 * 1024;
/** Real mails have fewer than a hundred links. */
const LINK_LIMIT = 500;

const set = (names: string): Set<string> => new Set(names.split(' '));
/**
 * Elements that do not begin a new line. A row of a table is a line: a code and its label stand in two of its
 * cells.
 */
const INLINE = set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark o:p q s samp small span strike strong sub sup time tt u var wbr',
);
const CELLS = set('td th');
const VOID = set('area base br col embed hr img input link meta param source track wbr');
/** Elements whose text is no markup. */
const RAW = set('style script title textarea');
const UNSEEN = set('head noscript template select object svg');
/** How mails hide their preheader. */
const HIDING =
  /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|max-height|opacity)\s*:\s*0(?![.\d])|color\s*:\s*transparent/i;
/** A quoted older mail holds an older code (Gmail, Yahoo, Thunderbird, Apple Mail). */
const QUOTE = /gmail_quote|yahoo_quoted|moz-cite-prefix/i;
/** Most tags carry layout only, and are let pass before their attributes are taken apart. */
const MATTERS = new RegExp(`href|hidden|cite|${QUOTE.source}|${HIDING.source}`, 'i');
/** The attributes that are read, each with its value. */
const ATTRIBUTE = /(?<=[\s"'/])(class|href|id|style|type)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

type Absence = 'hidden' | 'quoted' | 'unseen';
type Meaning = { why: Absence | null; href: string };
const PLAIN: Meaning = { why: null, href: '' };
const UNREAD: Meaning = { why: 'unseen', href: '' };

/**
 * Linear: nothing here looks back further than one element, so that nesting costs nothing. `quotes`: whether
 * quoted mails are read as well.
 */
export function readHtml(html: string, { quotes }: { quotes: boolean } = { quotes: false }): Page {
  const markup = html.slice(0, MARKUP_LIMIT);
  const page: Page = { text: '', hidden: '', links: [] };
  /** The outermost element whose words are not seen, and how many of its name are open in it. */
  let away: { tag: string; depth: number; why: Absence } | null = null;
  let link: Page['links'][number] | null = null;
  let preformatted = false;

  const write = (words: string): void => {
    if (away === null) {
      page.text += words;
      if (link !== null) link.text += words;
    } else if (away.why === 'hidden') page.hidden += words;
  };

  let at = 0;
  while (at < markup.length && page.text.length + page.hidden.length < WORDS_LIMIT) {
    let start = markup.indexOf('<', at);
    if (start < 0) start = markup.length;
    if (start > at) write(words(markup.slice(at, Math.min(start, at + WORDS_LIMIT)), preformatted));
    const tag = start < markup.length ? tagAt(markup, start) : null;
    at = tag?.end ?? start + 1;
    if (tag === null && start < markup.length) write('<');
    if (tag === null || tag.name === '') continue;
    const { name } = tag;
    if (RAW.has(name) && !tag.closes) at = endOfRaw(markup, name, at);
    if (!INLINE.has(name)) write(CELLS.has(name) ? ' ' : '\n');
    if (name === 'img' || name === 'input') write(shownIn(tag.attributes));
    if (VOID.has(name)) continue;
    if (name === 'pre') preformatted = !tag.closes;
    if (tag.closes) {
      if (name === 'a') link = null;
      if (away?.tag === name && --away.depth === 0) away = null;
      continue;
    }
    if (away !== null) {
      if (away.tag === name) away.depth++;
      continue;
    }
    const { why, href } = UNSEEN.has(name) ? UNREAD : read(name, tag.attributes);
    if (why === 'quoted' && quotes) continue;
    if (why !== null) away = { tag: name, depth: 1, why };
    else if (name === 'a' && href !== '' && page.links.length < LINK_LIMIT) {
      link = { href, text: '' };
      page.links.push(link);
    }
  }
  return page;
}

function words(text: string, preformatted: boolean): string {
  const decoded = decode(text);
  return preformatted || !/[\t-\r]/.test(decoded) ? decoded : decoded.replace(/\s+/g, ' ');
}

/** A code that is a picture or the value of a field, so that it looks like a keypad or can be copied. */
const SHOWN =
  /(?<=[\s"'])(?:alt|value)\s{0,3}=\s{0,3}(?:["']\s{0,9})?((?=[A-Z -]{0,11}\d)[A-Z\d][A-Z\d -]{2,10}[A-Z\d])\s{0,9}(?:["']|$)/;

function shownIn(attributes: string): string {
  const code = /type\s*=\s*["']?hidden/i.test(attributes) ? undefined : SHOWN.exec(attributes)?.[1];
  return code === undefined ? '' : ` ${code} `;
}

/** Why the words of an element are not seen, if they are not, and where a link leads. */
function read(tag: string, attributes: string): Meaning {
  if (!MATTERS.test(attributes)) return PLAIN;
  let why: Absence | null = / hidden(?=[\s/=]|$)/i.test(attributes) ? 'hidden' : null;
  let href = '';
  for (const [, name = '', double, single, bare] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? bare ?? '';
    const attribute = name.toLowerCase();
    if (attribute === 'href') href = decode(value).trim();
    else if (attribute === 'style') why ??= HIDING.test(decode(value)) ? 'hidden' : null;
    else if (attribute === 'type' && tag === 'blockquote') why = 'quoted';
    else if (attribute !== 'type' && QUOTE.test(value)) why = 'quoted';
  }
  return { why, href };
}

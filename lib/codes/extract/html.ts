import { Tokenizer } from 'htmlparser2';

/** What a person sees of an HTML mail: its words as lines, the words that are hidden, and its links. */
export type Page = { text: string; hidden: string; links: { href: string; text: string }[] };

/**
 * A mail with more markup than this is no notice with a code, and reading on would hold up the mails behind
 * it.
 */
const MARKUP_LIMIT = 1024 * 1024;
/**
 * Words beyond this are not read: nobody scrolls further for a code. Twice the limit of `parts.ts`, since
 * layout is removed there.
 */
const WORDS_LIMIT = 64 * 1024;
/** The tokenizer is fed so much at a time, to be able to stop. */
const CHUNK = 32 * 1024;
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
const UNSEEN = set('head title style script noscript template textarea select object svg');
const READ = set('class href id style type');
/** How mails hide their preheader. */
const HIDING =
  /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:font-size|max-height|opacity)\s*:\s*0(?![.\d])|color\s*:\s*transparent/i;
/** A quoted older mail holds an older code (Gmail, Yahoo, Outlook, Thunderbird, Apple Mail). */
const QUOTE = /gmail_quote|yahoo_quoted|divrplyfwdmsg|moz-cite-prefix/i;

/**
 * Built on the tokenizer of htmlparser2, not on its parser: the parser searches its stack of open elements at
 * every closing tag, which is quadratic on a million nested ones. Nothing here looks back further than one
 * element.
 */
export function readHtml(html: string): Page {
  const markup = html.slice(0, MARKUP_LIMIT);
  const page: Page = { text: '', hidden: '', links: [] };
  /** The outermost element whose words are not seen, and how many of its name are open in it. */
  let away: { tag: string; depth: number; why: 'hidden' | 'quoted' | 'unseen' } | null = null;
  let link: Page['links'][number] | null = null;
  let preformatted = false;
  let tag = '';
  let why: 'hidden' | 'quoted' | null = null;
  let href = '';
  let attribute = '';
  let value = '';

  const write = (words: string): void => {
    if (away === null) {
      page.text += words;
      if (link !== null) link.text += words;
    } else if (away.why === 'hidden') page.hidden += words;
  };
  const open = (): void => {
    if (!INLINE.has(tag)) write(CELLS.has(tag) ? ' ' : '\n');
    if (VOID.has(tag)) return;
    if (tag === 'pre') preformatted = true;
    if (away !== null) {
      if (away.tag === tag) away.depth++;
      return;
    }
    if (UNSEEN.has(tag)) away = { tag, depth: 1, why: 'unseen' };
    else if (why !== null) away = { tag, depth: 1, why };
    else if (tag === 'a' && href !== '' && page.links.length < LINK_LIMIT) {
      link = { href, text: '' };
      page.links.push(link);
    }
  };

  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => {
        const words = markup.slice(start, end);
        write(preformatted || !/[\t-\r]/.test(words) ? words : words.replace(/\s+/g, ' '));
      },
      ontextentity: (codepoint) => write(String.fromCodePoint(codepoint)),
      onopentagname: (start, end) => {
        tag = markup.slice(start, end).toLowerCase();
        why = null;
        href = '';
      },
      onattribname: (start, end) => {
        attribute = markup.slice(start, end).toLowerCase();
        value = '';
        if (attribute === 'hidden') why = 'hidden';
      },
      onattribdata: (start, end) => {
        if (READ.has(attribute)) value += markup.slice(start, end);
      },
      onattribentity: (codepoint) => {
        value += String.fromCodePoint(codepoint);
      },
      onattribend: () => {
        if (attribute === 'href') href = value.trim();
        else if (attribute === 'style' && HIDING.test(value)) why ??= 'hidden';
        else if ((attribute === 'class' || attribute === 'id') && QUOTE.test(value)) why = 'quoted';
        else if (attribute === 'type' && tag === 'blockquote') why = 'quoted';
      },
      onopentagend: open,
      onselfclosingtag: open,
      onclosetag: (start, end) => {
        const closed = markup.slice(start, end).toLowerCase();
        if (!INLINE.has(closed)) write(CELLS.has(closed) ? ' ' : '\n');
        if (closed === 'a') link = null;
        if (closed === 'pre') preformatted = false;
        if (away?.tag === closed && --away.depth === 0) away = null;
      },
      oncomment: () => {},
      oncdata: () => {},
      ondeclaration: () => {},
      onprocessinginstruction: () => {},
      onend: () => {},
    },
  );
  for (let at = 0; at < markup.length && page.text.length + page.hidden.length < WORDS_LIMIT; at += CHUNK) {
    tokenizer.write(markup.slice(at, at + CHUNK));
  }
  tokenizer.end();
  return page;
}

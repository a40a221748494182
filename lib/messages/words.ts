import { folded } from '#lib/messages/folded.ts';

/** Enough to find any message by; without an end, a long one would cost more to index than to store. In characters. */
const MAX_TEXT = 20_000;
const MAX_NAME = 1_000;

/** Letters of scripts that write no spaces between words: each is a word, and what is looked for are some that follow each other. */
const UNSPACED = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]`;
/**
 * Any other letter, mark or digit belongs to the word it stands in. PostgreSQL refuses a word of 2,047 bytes, so that a
 * longer one is several.
 */
const WORD = new RegExp(String.raw`${UNSPACED}|[[\p{L}\p{M}\p{N}]--${UNSPACED}]{1,100}`, 'gv');
/** The same for a text in ASCII, in half the time. */
const ASCII_WORD = /[a-z0-9]{1,100}/g;
const NOT_ASCII = /[^\0-\x7f]/;

/** What a message is found by. */
export type Findable = {
  from: { address: string | null; name: string | null };
  subject: string | null;
  text: string | null;
};

/**
 * Pure: the words of a message with their places, those of its sender labelled A, in the form in which PostgreSQL reads
 * a `tsvector` (its manual, section 8.11.1). Not PostgreSQL's `to_tsvector`: that takes `info@x.com` and each URL for
 * one word, knows upper and lower case by the locale of its database only, and took a fifth of the time in which a mail
 * is stored.
 */
export function wordsOf({ from, subject, text }: Findable): string {
  const places = new Map<string, string>();
  let place = 0;
  const add = (part: string | null, most: number, label = '') => {
    for (const word of split(part?.slice(0, most) ?? '')) {
      place += 1;
      const before = places.get(word);
      places.set(word, before ? `${before},${place}${label}` : `${word}:${place}${label}`);
    }
    // No phrase goes on from one part to the next.
    place += 1;
  };
  add(subject, MAX_NAME);
  add(from.address, MAX_NAME, 'A');
  add(from.name, MAX_NAME, 'A');
  add(text, MAX_TEXT);
  return [...places.values()].join(' ');
}

/**
 * Pure: what somebody typed into a search, in the form in which PostgreSQL reads a `tsquery` (its manual, section
 * 8.11.2): words, "phrases", -exclusions, and `or` between them. The last word may be the beginning of one, so that the
 * list narrows while somebody is typing. Never an error: what has no words finds nothing.
 */
export function wordsQuery(typed: string): string {
  const terms = [...typed.matchAll(/(-*)(?:"([^"]*)("?)|(\S+))/g)];
  const alternatives: string[][] = [[]];
  for (const [n, [, minus, quoted, closed, plain]] of terms.entries()) {
    const isLast = n === terms.length - 1;
    if (n > 0 && !isLast && !minus && plain?.toLowerCase() === 'or') {
      alternatives.push([]);
      continue;
    }
    const words = split(quoted ?? plain ?? '').map((word) => `'${word}'`);
    if (words.length === 0) continue;
    const isOpen = isLast && !minus && !closed;
    const phrase = `(${words.join(' <-> ')}${isOpen ? ':*' : ''})`;
    alternatives.at(-1)?.push(minus ? `!${phrase}` : phrase);
  }
  return alternatives
    .filter((terms) => terms.length > 0)
    .map((terms) => terms.join(' & '))
    .join(' | ');
}

/** In their order, folded. */
function split(text: string): string[] {
  return folded(text).match(NOT_ASCII.test(text) ? WORD : ASCII_WORD) ?? [];
}

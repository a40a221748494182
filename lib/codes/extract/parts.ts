import type { MessageContent } from '../extract.ts';
import { type Candidate, findCandidates } from './candidates.ts';
import { type Page, readHtml } from './html.ts';
import { visible } from './letters.ts';
import type { Hit } from './lexicon.ts';
import { isForward, isReply, passedOn, unquoted } from './quotes.ts';
import { findWords } from './vocabulary.ts';

/** One text of a message with all that stands in it. */
export type Part = {
  name: 'subject' | 'text' | 'html';
  hidden: boolean;
  text: string;
  hits: Hit[];
  candidates: Candidate[];
};

/** Nobody scrolls further for a code; the rest of a long mail is footer, quotes or an attack. */
const TEXT_LIMIT = 32 * 1024;
/** RFC 5322, 2.1.1 limits a line to 998 characters. */
const SUBJECT_LIMIT = 998;

export function readParts(message: MessageContent): { parts: Part[]; page: Page | null } {
  const parts: Part[] = [];
  const subject = clean(message.subject ?? '', SUBJECT_LIMIT);
  const text = clean(message.text ?? '', TEXT_LIMIT);
  if (message.channel !== 'email') {
    // Nobody quotes in a text message.
    add(parts, 'subject', subject);
    add(parts, 'text', text);
    return { parts, page: null };
  }
  const forward = isForward(subject, text);
  const page =
    message.html === null || message.html === undefined ? null : readHtml(message.html, { quotes: forward });
  add(parts, 'subject', isReply(subject) ? '' : passedOn(subject));
  add(parts, 'text', unquoted(text, forward));
  const seen = clean(page?.text ?? '', TEXT_LIMIT);
  // The text of a mail that has HTML only was made from it (inbound/email/parse.ts).
  if (seen !== text) add(parts, 'html', unquoted(seen, forward));
  add(parts, 'html', clean(page?.hidden ?? '', TEXT_LIMIT), true);
  return { parts, page };
}

function add(parts: Part[], name: Part['name'], text: string, hidden = false): void {
  if (/\S/.test(text))
    parts.push({ name, hidden, text, hits: findWords(text), candidates: findCandidates(text) });
}

/**
 * The text as it is seen, without the empty lines and spaces of its layout. Trimmed first: what a replacement
 * returns is a flat string, which is read twice as fast as a slice of another. Single spaces and line ends, which are
 * most, are no matches: to replace each by itself takes longer than all the rest.
 */
function clean(text: string, limit: number): string {
  return visible(text.slice(0, limit))
    .trim()
    .replace(/[ \t\u00a0\u3000]{2,}|[\t\u00a0\u3000]/g, ' ')
    .replace(/ (?:\r\n?|\n) ?|\r\n? ?|\n /g, '\n')
    .replace(/\n{3,}/g, '\n\n');
}

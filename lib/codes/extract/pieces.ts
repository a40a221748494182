import { fold, KIND, kindAt } from './letters.ts';
import { endsSentence } from './sentences.ts';

/**
 * A number or word of a text, before it is known whether it can be a code. `plain` is false for 12.50, 10:30,
 * *1234, $50.
 */
export type Piece = { start: number; end: number; plain: boolean };

/** Longer runs without a space are addresses, tokens and base64; none of them is read out to a person. */
const CHUNK_LIMIT = 48;

/**
 * Words and numbers between spaces, brackets and quotes, cut where a label is glued to its value
 * (`code:1234`).
 */
export function findPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    if (!inChunk(text, at)) {
      at++;
      continue;
    }
    const start = at;
    let address = /^www\./i.test(text.slice(at, at + 4));
    let digits = false;
    while (at < text.length && (inChunk(text, at) || (address && inAddress(text, at)))) {
      if (text[at] === ':' && text.startsWith('://', at)) address = true;
      digits ||= kindAt(text, at) === KIND.digit;
      at++;
    }
    if (address || at - start > CHUNK_LIMIT) continue;
    // Most chunks are words inside of a sentence, which no code can be.
    if (digits || at - start === 1 || text[at - 1] === '.' || isEnd(text, at)) cut(text, start, at, pieces);
  }
  return pieces;
}

/** Marks that stand inside of a word or number, or tell what a number is; all others end it. */
const JOINERS = new Set("#$%&'*+,-./:=@\\_£¥°‐‑‒–—―’：．№₠₡₢₣₤₥₦₧₨₩₪₫€₭₮₯₰₱₲₳₴₵₸₹₺₼₽₾₿฿؋");
function inChunk(text: string, at: number): boolean {
  const kind = kindAt(text, at);
  return kind === KIND.mark ? JOINERS.has(text[at] ?? '') : kind >= KIND.digit && kind < KIND.joined;
}

/** An address goes on where a word ends: `?`, `~`, `;` and brackets are part of it. */
function inAddress(text: string, at: number): boolean {
  const kind = kindAt(text, at);
  return kind === KIND.mark && text.charCodeAt(at) < 0x80 && !/[<>"]/.test(text[at] ?? '');
}

const ADDRESS = /[a-z0-9]@[a-z0-9]|^@|\\/;
const HOST = /[a-z]\.[a-z]{2,}|^[a-z0-9-]+\.[a-z]{2,}\//;
function cut(text: string, start: number, end: number, pieces: Piece[]): void {
  if (/^[A-Za-z\d]+$/.test(text.slice(start, end))) {
    pieces.push({ start, end, plain: true });
    return;
  }
  const chunk = fold(text.slice(start, end));
  if (ADDRESS.test(chunk)) return;
  let from = 0;
  for (let at = 0; at <= chunk.length; at++) {
    if (at < chunk.length && !separates(chunk, at)) continue;
    const part = chunk.slice(from, at);
    if (!HOST.test(part)) trim(part, start + from, pieces);
    from = at + 1;
  }
}

const isDigit = (character: string | undefined): boolean =>
  character !== undefined && character >= '0' && character <= '9';

/**
 * `:` and `=` separate a label from a value unless they stand in a time; `,` and `.` unless they stand in a
 * number.
 */
function separates(chunk: string, at: number): boolean {
  const character = chunk[at];
  const before = chunk[at - 1];
  const after = chunk[at + 1];
  if (character === '=') return true;
  if (character === ':') return !(isDigit(before) && isDigit(after));
  if (character === ',')
    return !(isDigit(before) && isDigit(after)) || !/^,(\d{3}|\d\d(?!\d))/.test(chunk.slice(at, at + 4));
  // "OTP-123456"; but ABC-123 is one code.
  if (character === '-') return isLabelled(chunk, at);
  if (character === '.') return /^\d{4,8}\.[a-z]{2,}$/.test(chunk) || /^[a-z]{2,}\.\d{4,8}$/.test(chunk);
  return false;
}

function isLabelled(chunk: string, at: number): boolean {
  const [, label = '', number = ''] = /^([a-z]{3,})-(\d{4,8})\b/.exec(chunk) ?? [];
  return at === label.length && number.length > 0 && number.length !== label.length;
}

/**
 * Strips what only decorates (`*123456*`, `_123456_`, `123456.`), and marks what belongs to another kind of
 * number.
 */
function trim(part: string, start: number, pieces: Piece[]): void {
  let from = 0;
  let to = part.length;
  while (from < to && /[^a-z0-9]/.test(part[from] ?? '')) from++;
  while (to > from && /[^a-z0-9]/.test(part[to - 1] ?? '')) to--;
  if (from === to) return;
  const lead = part.slice(0, from);
  const tail = part.slice(to);
  const emphasis = /^[*_]+$/.test(lead) && tail.startsWith(lead);
  const foreign =
    (/[*+$£€¥₹₽₩₺₫฿%/\\&@]/.test(lead) && !emphasis) ||
    /[%$£€¥₹₽₩₺₫฿°/]/.test(tail) ||
    /[^.,:'’*_-]/.test(tail.replace(/[*_]/g, ''));
  pieces.push({ start: start + from, end: start + to, plain: !foreign });
}

/**
 * A code of letters only ends what it stands in; asked here, so that the words of a long text are not all
 * candidates.
 */
export function isEnd(text: string, end: number): boolean {
  const kind = kindAt(text, kindAt(text, end) === KIND.space ? end + 1 : end);
  return kind === KIND.line || kind >= KIND.joined || endsSentence(text, end);
}

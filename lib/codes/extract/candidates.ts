import { fold, isAlphanumeric, isSpacedLetter, KIND, kindAt } from './letters.ts';
import { endsSentence } from './sentences.ts';

/** What could be a code by its looks alone. */
export type Candidate = { start: number; end: number; code: string; shape: Shape; prefix: string | null };
/**
 * `digits` 123456 · `grouped` 123 456, 123-456, G-123456, ABC-DEF · `mixed` 62v3cc5t · `upper` QXZPTR ·
 * `lower` wqyyejfd · `spelled` 1 2 3 4 5 6, one a table cell or one a space.
 */
export type Shape = 'digits' | 'grouped' | 'mixed' | 'upper' | 'lower' | 'spelled';

/** Codes have 4 to 10 characters: shorter ones are counts and prices, longer ones are account and phone numbers. */
const SHORTEST = 4;
const LONGEST = 10;
/** Longer runs without a space are addresses, tokens and base64; none of them is read out to a person. */
const CHUNK_LIMIT = 48;
/** More than this many candidates in a part is a list or an attack, and weighing costs a little for each. */
const CANDIDATE_LIMIT = 200;

/** A number or word of a text, before it is known whether it can be a code. `plain` is false for 12.50, 10:30, *1234, a@b. */
type Piece = { start: number; end: number; plain: boolean };

export function findCandidates(text: string): Candidate[] {
  const pieces = findPieces(text);
  const found: Candidate[] = [];
  for (let at = 0; at < pieces.length && found.length < CANDIDATE_LIMIT; ) {
    const run = runOf(text, pieces, at);
    const joined = spelled(text, run) ?? grouped(text, run);
    if (joined !== null) found.push(joined);
    else if (run.length < 3) for (const piece of run) push(found, single(text, piece, run.length > 1));
    at += run.length;
  }
  return found;
}

function push(found: Candidate[], candidate: Candidate | null): void {
  if (candidate !== null) found.push(candidate);
}

/** Words and numbers between spaces, brackets and quotes, cut where a label is glued to its value (`code:1234`). */
function findPieces(text: string): Piece[] {
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

/** `:` and `=` separate a label from a value unless they stand in a time; `,` and `.` unless they stand in a number. */
function separates(chunk: string, at: number): boolean {
  const character = chunk[at];
  const before = chunk[at - 1];
  const after = chunk[at + 1];
  if (character === '=') return true;
  if (character === ':') return !(isDigit(before) && isDigit(after));
  if (character === ',')
    return !(isDigit(before) && isDigit(after)) || !/^,(\d{3}|\d\d(?!\d))/.test(chunk.slice(at, at + 4));
  if (character === '.') return /^\d{4,8}\.[a-z]{2,}$/.test(chunk) || /^[a-z]{2,}\.\d{4,8}$/.test(chunk);
  return false;
}

/** Strips what only decorates (`*123456*`, `_123456_`, `123456.`), and marks what belongs to another kind of number. */
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
    /[^.,:'’*_-]/.test(tail.replace(/[*_#]/g, ''));
  pieces.push({ start: start + from, end: start + to, plain: !foreign });
}

/** A space, or the two cells of a table with a hyphen between them. */
const GROUP_GAP = /^(?:[ \u00a0\u2007\u202f]|\n{1,2}(?:[-–]\n{1,2})?)$/;
/** Pieces that stand so close that they may be one number: `123 456`, or single characters over spaces and lines. */
function runOf(text: string, pieces: Piece[], at: number): Piece[] {
  const run = [pieces[at] as Piece];
  for (let next = at + 1; next < pieces.length; next++) {
    const last = run[run.length - 1] as Piece;
    const piece = pieces[next] as Piece;
    const gap = text.slice(last.end, piece.start);
    const singles =
      last.end - last.start === 1 && piece.end - piece.start === 1 && /^[\s·•|.-]{1,4}$/.test(gap);
    const numbers = GROUP_GAP.test(gap) && startsWithDigit(text, last) && startsWithDigit(text, piece);
    if (!singles && !numbers) break;
    run.push(piece);
  }
  return run;
}

const startsWithDigit = (text: string, piece: Piece): boolean => kindAt(text, piece.start) === KIND.digit;

function spelled(text: string, run: Piece[]): Candidate | null {
  if (run.length < SHORTEST || run.length > LONGEST || run.some((piece) => piece.end - piece.start !== 1))
    return null;
  const code = plainCode(run.map((piece) => text[piece.start]).join(''));
  if (!/\d/.test(code) && !/^[A-Z]+$/.test(code)) return null;
  return candidate(run, code, 'spelled');
}

/** Two or three groups of the same length, `123 456`; but not the groups of a phone number or of an amount. */
function grouped(text: string, run: Piece[]): Candidate | null {
  if (run.length < 2 || run.length > 3 || run.some((piece) => !piece.plain)) return null;
  const groups = run.map((piece) => plainCode(text.slice(piece.start, piece.end)));
  const size = groups[0]?.length ?? 0;
  if (size < 2 || size > 4 || groups.some((group) => group.length !== size || !/^\d+$/.test(group)))
    return null;
  const code = groups.join('');
  return code.length < 6 || code.length > 9 ? null : candidate(run, code, 'grouped');
}

const PATTERNS: { shape: Shape; pattern: RegExp }[] = [
  { shape: 'digits', pattern: /^\d{4,10}$/ },
  { shape: 'upper', pattern: /^[A-Z]{4,10}$/ },
  { shape: 'lower', pattern: /^[a-z]{4,10}$/ },
  { shape: 'mixed', pattern: /^(?=[A-Za-z]*\d)[A-Za-z\d]{4,10}$/ },
  { shape: 'grouped', pattern: /^(\d{3}-\d{3}|\d{4}-\d{4}|\d\d-\d\d-\d\d|\d{3}-\d{3}-\d{3})$/ },
  {
    shape: 'grouped',
    pattern:
      /^(?=.*[A-Z])(?:[A-Z\d]{3}-[A-Z\d]{3}|[A-Z\d]{4}-[A-Z\d]{4}|[A-Z\d]{3}-[A-Z\d]{3}-[A-Z\d]{3}|[A-Z\d]{5}-[A-Z\d]{5})$/,
  },
  { shape: 'grouped', pattern: /^[A-Z]{1,2}-\d{4,8}$/ },
  { shape: 'spelled', pattern: /^[A-Za-z\d](?:[-·.][A-Za-z\d]){3,9}$/ },
];

function single(text: string, piece: Piece, inRun: boolean): Candidate | null {
  const length = piece.end - piece.start;
  // Beside another number only a long one can be a code by itself ("50 123456").
  if (!piece.plain || length < SHORTEST || length > 19 || (inRun && length < 6)) return null;
  if (touchesLetter(text, piece.start - 1, piece.start) || touchesLetter(text, piece.end, piece.end - 1))
    return null;
  const raw = plainCode(text.slice(piece.start, piece.end));
  const shape = PATTERNS.find(({ pattern }) => pattern.test(raw))?.shape;
  if (shape === undefined || /^x{2,}\d+$/i.test(raw)) return null;
  if ((shape === 'upper' || shape === 'lower') && !isEnd(text, piece.end)) return null;
  // A forgotten space: "123456is your code".
  const digits = /^(\d{4,8})[a-z]{2,3}$/.exec(raw)?.[1];
  if (digits !== undefined)
    return {
      start: piece.start,
      end: piece.start + digits.length,
      code: digits,
      shape: 'digits',
      prefix: null,
    };
  if (/^[A-Z]{1,2}-\d{4,8}$/.test(raw)) {
    const [prefix = '', digits = ''] = raw.split('-');
    return { ...candidate([piece], digits, shape), prefix };
  }
  return candidate([piece], raw.replace(/[-·.]/g, ''), shape);
}

/** A code of letters only ends what it stands in; asked here, so that the words of a long text are not all candidates. */
function isEnd(text: string, end: number): boolean {
  const kind = kindAt(text, kindAt(text, end) === KIND.space ? end + 1 : end);
  return kind === KIND.line || kind >= KIND.joined || endsSentence(text, end);
}

function touchesLetter(text: string, outside: number, inside: number): boolean {
  const kind = kindAt(text, outside);
  return (
    (isSpacedLetter(kind) && kind !== KIND.joined) ||
    (isAlphanumeric(kind) && isAlphanumeric(kindAt(text, inside)))
  );
}

function candidate(run: Piece[], code: string, shape: Shape): Candidate {
  return { start: run[0]?.start ?? 0, end: run[run.length - 1]?.end ?? 0, code, shape, prefix: null };
}

/** Full-width letters and the digits of every script as ASCII, which is what a login form takes; case is never touched. */
function plainCode(raw: string): string {
  if (/^[\0-\x7f]*$/.test(raw)) return raw;
  let out = '';
  for (const character of raw) {
    const kind = kindAt(character, 0);
    if (kind === KIND.digit) out += fold(character);
    else if (isAlphanumeric(kind)) out += character.normalize('NFKC');
    else out += fold(character);
  }
  return out;
}

import { fold, isAlphanumeric, isSpacedLetter, KIND, kindAt } from './letters.ts';
import { findPieces, isEnd, type Piece } from './pieces.ts';
import { findWords, SENSE } from './vocabulary.ts';
import { wordLikeness } from './wordlike.ts';

/** What could be a code by its looks alone. `prefix` is that of a service, as in G-123456. */
export type Candidate = { start: number; end: number; code: string; shape: Shape; prefix: string | null };

/**
 * `digits` 123456 · `grouped` 123 456, 123-456, ABC-DEF, G-123456 · `spelled` 1 2 3 4 5 6, one a table cell ·
 * `mixed` 62v3cc5t · `upper` QXZPTR · `lower` wqyyejfd, kpt-wmz-xrq. The others are more often something else:
 * `long` 1234567890, an account · `phone` 0800123456 · `year` 2026 · `scale` 1 2 3 4 5 · `parted` 123.456, 3120 - 2984, 7731-42, a
 * price or a score · `ticket` ABC-123 · `offer` WELCOME15.
 */
export type Shape =
  | 'digits'
  | 'grouped'
  | 'spelled'
  | 'mixed'
  | 'upper'
  | 'lower'
  | 'long'
  | 'phone'
  | 'year'
  | 'scale'
  | 'parted'
  | 'ticket'
  | 'offer';

/**
 * Codes have 4 to 10 characters: shorter ones are counts and prices, longer ones are account and phone
 * numbers.
 */
const SHORTEST = 4;
const LONGEST = 10;
/** Three groups of five with their separators. */
const RAW_LIMIT = 19;
/** More than this many candidates in a part is a list or an attack, and weighing costs a little for each. */
const CANDIDATE_LIMIT = 200;
/** See `wordLikeness`. */
const WORD = 4;

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

/** Between groups of digits. A hyphen with spaces is more often a range or a score. */
const GROUP_GAP = /^(?:[ \u00a0\u2007\u202f]| [-–] )$/;
/** Between single characters, which may also stand in table cells and on lines of their own. */
const SINGLE_GAP = /^[\s·•|.-]{1,4}$/;

/** Pieces that stand so close that they may be one number. */
function runOf(text: string, pieces: Piece[], at: number): Piece[] {
  const run = [pieces[at] as Piece];
  for (let next = at + 1; next < pieces.length; next++) {
    const last = run[run.length - 1] as Piece;
    const piece = pieces[next] as Piece;
    const gap = text.slice(last.end, piece.start);
    const singles = last.end - last.start === 1 && piece.end - piece.start === 1 && SINGLE_GAP.test(gap);
    // One a line, or all on one.
    if (run.length > 1 && gap.includes('\n') !== text.slice(run[0]?.end, run[1]?.start).includes('\n')) break;
    const numbers = GROUP_GAP.test(gap) && startsWithDigit(text, last) && startsWithDigit(text, piece);
    if (!singles && !numbers) break;
    run.push(piece);
  }
  return run;
}

const startsWithDigit = (text: string, piece: Piece): boolean => kindAt(text, piece.start) === KIND.digit;

function spelled(text: string, run: Piece[]): Candidate | null {
  if (run.length < SHORTEST || run.length > LONGEST || run.some(({ start, end }) => end - start !== 1))
    return null;
  const code = plainCode(run.map((piece) => text[piece.start]).join(''));
  if (!/\d/.test(code) && !/^[A-Z]+$/.test(code)) return null;
  return candidate(run, code, '0123456789'.includes(code) ? 'scale' : 'spelled');
}

/**
 * Two or three groups of the same length, `123 456`; but not the groups of a phone number or of an amount.
 */
function grouped(text: string, run: Piece[]): Candidate | null {
  if (run.length < 2 || run.length > 3 || run.some((piece) => !piece.plain)) return null;
  const groups = run.map((piece) => plainCode(text.slice(piece.start, piece.end)));
  const size = groups[0]?.length ?? 0;
  if (size < 2 || size > 4 || groups.some((group) => group.length !== size || !/^\d+$/.test(group)))
    return null;
  const code = groups.join('');
  if (code.length < 6 || code.length > 9) return null;
  const parted = /[-–]/.test(text.slice(run[0]?.end, run[1]?.start));
  return candidate(run, code, parted ? 'parted' : 'grouped');
}

const YEAR = /^(?:19|20)\d\d$/;
const isYear = (digits: string): boolean => YEAR.test(digits);

/** The first that fits decides. */
const SHAPES: [Shape, RegExp][] = [
  ['year', YEAR],
  ['digits', /^\d{4,8}$/],
  ['phone', /^0\d{8,9}$/],
  ['long', /^\d{9,10}$/],
  ['upper', /^[A-Z]{4,10}$/],
  ['lower', /^[a-z]{4,10}$/],
  ['mixed', /^(?=[A-Za-z]*\d)[A-Za-z\d]{4,10}$/],
  ['parted', /^\d{3}\.\d{3}$|^\d{3}-\d\d$|^\d\d-\d{3}$|^\d{3}-\d{4}$|^\d{4}-\d{2,3}$/],
  ['lower', /^[a-z]{3}(?:-[a-z]{3}){1,3}$|^[a-z]{4}(?:-[a-z]{4}){1,2}$/],
  ['parted', /^(?:19|20)\d\d-(?:19|20)\d\d$/],
  ['grouped', /^(?:\d{3}[-·]\d{3}|\d{4}[-·]\d{4}|\d\d-\d\d-\d\d(?:-\d\d)?|\d{3}-\d{3}-\d{3})$/],
  ['ticket', /^(?:[A-Z]{3}-\d{3}|[A-Z]{4}-\d{4})$/],
  [
    'grouped',
    /^(?:[A-Z\d]{3}-[A-Z\d]{3}|[A-Z\d]{4}-[A-Z\d]{4}|[A-Z\d]{3}-[A-Z\d]{3}-[A-Z\d]{3}|[A-Z\d]{5}-[A-Z\d]{5})$/,
  ],
  ['grouped', /^(?=[a-z]*\d)(?=\d*[a-z])[a-z\d]{4}-[a-z\d]{4}$/],
  ['grouped', /^[A-Z]{1,2}-\d{4,8}$/],
  ['spelled', /^[A-Za-z\d](?:[-·.][A-Za-z\d]){3,9}$/],
];

function single(text: string, piece: Piece, inRun: boolean): Candidate | null {
  const length = piece.end - piece.start;
  // Beside another number only a long one can be a code by itself ("50 123456").
  if (!piece.plain || length < SHORTEST || length > RAW_LIMIT || (inRun && length < 6)) return null;
  if (touchesLetter(text, piece.start - 1, piece.start) || touchesLetter(text, piece.end, piece.end - 1))
    return null;
  const raw = plainCode(text.slice(piece.start, piece.end));
  let shape = SHAPES.find(([, pattern]) => pattern.test(raw))?.[0];
  if (shape === undefined || isMasked(raw) || isOrdinal(raw)) return null;
  if (shape === 'digits' && isNumbered(text, piece.start)) shape = 'ticket';
  if ((shape === 'upper' || shape === 'lower') && !isEnd(text, piece.end)) return null;
  if (shape === 'mixed') return mixed(text, piece, raw);
  const [, prefix, digits] = /^([A-Z]{1,2})-(\d{4,8})$/.exec(raw) ?? [];
  if (prefix !== undefined && digits !== undefined) return { ...candidate([piece], digits, shape), prefix };
  return candidate([piece], raw.replace(/[-·.]/g, ''), shape);
}

/** "Is" in the languages that write it so, and units: what is read with a number whose space was forgotten. */
const GLUED =
  /^(\d{4,8})(?:is|ist|est|es|er|je|on|ir|yra|ay|ni|[ap]m|kr|rs|usd|eur|gbp|inr|[kmgt]b|[ckm]m|[km]g|ml|lbs|hrs|min|sec|mah|kwh)$/;

function mixed(text: string, piece: Piece, raw: string): Candidate {
  // "123456is your code", and not a code that ends like that: the sentence goes on.
  const digits = GOES_ON.test(text.slice(piece.end, piece.end + 2)) ? GLUED.exec(raw)?.[1] : undefined;
  if (digits !== undefined)
    return candidate(
      [{ ...piece, end: piece.start + digits.length }],
      digits,
      isYear(digits) ? 'year' : 'digits',
    );
  const word = (/^([A-Za-z]{3,})\d{1,4}$/.exec(raw) ?? /^\d{1,4}([A-Za-z]{4,})$/.exec(raw))?.[1];
  return candidate([piece], raw, word !== undefined && wordLikeness(word) >= WORD ? 'offer' : 'mixed');
}

const GOES_ON = /^ [^\W\d_]/;

const NAMES = SENSE.otp | SENSE.code | SENSE.password | SENSE.verify | SENSE.login;
/** "SEC-2291" is a ticket; "OTP-2291" and "PIN-2291" are not. */
function isNumbered(text: string, start: number): boolean {
  const label = /[A-Z]{2,10}-$/.exec(text.slice(Math.max(0, start - 11), start))?.[0];
  return label !== undefined && !findWords(label).some(({ value }) => value & NAMES);
}

/** The number of a card or phone with a part covered: XXXX1234, 98XXXX1234, 5738xx. */
const isMasked = (raw: string): boolean => /^(?:x{2,}\d+|\d+x{3,}\d*|\d+x{2,})$/i.test(raw);
/** 25th, 22nd. */
const isOrdinal = (raw: string): boolean => /^\d{1,3}(?:st|nd|rd|th)$/i.test(raw);

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

/**
 * Full-width letters and the digits of every script as ASCII, which is what a login form takes; case is never
 * touched.
 */
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

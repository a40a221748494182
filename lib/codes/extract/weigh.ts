import type { Candidate } from './candidates.ts';
import { KIND, kindAt } from './letters.ts';
import { within } from './lexicon.ts';
import type { Name, Setting, Strength } from './names.ts';
import { hasNumber, isOtherNumber } from './other-numbers.ts';
import type { Part } from './parts.ts';
import { breaks, letters, sentenceAround, standsAlone } from './sentences.ts';
import { isBare, isShown, isSole } from './unnamed.ts';
import { SENSE } from './vocabulary.ts';
import { wordLikeness } from './wordlike.ts';

/**
 * Confidence by how a number is tied to a name (rows) and by what the name says (columns, see `Strength`). A
 * wrong code is worse than none, so what is below `SHOWN` is not shown.
 */
const CONFIDENCE = {
  /** Beside its name: "code: 1234", "1234 is your code". */
  direct: [0, 0.82, 0.94, 0.98],
  /** The same with nothing in between. */
  beside: [0, 0.82, 0.94, 0.98],
  /** In the same sentence. */
  sentence: [0, 0.4, 0.7, 0.86],
  /** In the same sentence, but another number comes first. */
  far: [0, 0.3, 0.5, 0.66],
  /** Alone on a line of a message that names a code somewhere. */
  line: [0, 0.6, 0.86, 0.93],
  /** The same in a mail whose lines were lost. */
  apart: [0, 0.35, 0.62, 0.8],
  none: [0, 0, 0, 0],
} as const;
type Tie = keyof typeof CONFIDENCE;
export const SHOWN = 0.5;
/**
 * How far a name reaches: a password is often spoken of and seldom sent, and verbs and labels need theirs.
 */
const REACHES: { [kind in Name['kind']]: Tie[] } = {
  noun: ['beside', 'direct', 'sentence', 'far'],
  password: ['beside'],
  verb: ['beside'],
  label: ['beside'],
};
/**
 * In a text as long as this "code" alone says nothing: a mail that has one speaks of signing in or of a
 * secret as well.
 */
const LONG = 500;
/** A code that no word names, see `unnamed.ts`. */
const UNNAMED = 0.6;

/** By what a candidate looks like, see `Shape`. */
const SHAPE: { [shape in Candidate['shape']]: number } = {
  digits: 1,
  grouped: 0.99,
  spelled: 0.97,
  mixed: 0.96,
  upper: 0.9,
  lower: 0.88,
  long: 0.85,
  phone: 0.85,
  year: 0.7,
  scale: 0.7,
  parted: 0.7,
  ticket: 0.7,
  offer: 0.5,
};
/** The shape of an offer where nothing is offered. */
const UNSOLD = 0.75;
const SOLD = /^[A-Za-z]+(?:\d?[05]|20\d\d)$|^[a-z]+\d$/;
/** These are a code only right beside its name: "your code is 2024", not "your code expired in 2024". */
const DOUBTFUL: Candidate['shape'][] = ['phone', 'year', 'scale', 'parted'];
/** Of what has no two digits side by side, these are hardly anything else than a code. */
const CODES: Candidate['shape'][] = ['grouped', 'spelled', 'mixed', 'offer', 'upper'];
/** Letters between a code and its name: "code for your account is", "is your Google Voice verification". */
const DIRECT = 26;
/** Between a code alone on a line and how long it is good. */
const HEADING = 12;
/** Room for a particle or an article. */
const BESIDE = 3;
/** The same for a year and the like, unless a colon points at it. */
const DIRECT_DOUBTFUL = 6;
/** Between the name and a code of letters only, there is room for "is" and its like. */
const DIRECT_WORD = 8;
/** A space, a colon, or a letter of a script that writes no spaces. */
const BEFORE_WORD = /[:\s\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}]$/u;
/**
 * See `wordLikeness`. In small letters nearly everything is a word, so there it takes less to look like one.
 */
const WORD = 4;
const MAYBE_WORD = 3.25;
/** A name before the sentence still counts when the code follows it over a line's end. */
const REACH = 80;
/** A code alone on a line belongs to a name on the same screen. */
const PAGE = 500;

/**
 * How sure it is that a candidate is a code, 0 to 1. `form`: what the codes of the sending service look like,
 * where that is known.
 */
export function weigh(part: Part, candidate: Candidate, setting: Setting, form: RegExp | null): number {
  const { shape } = candidate;
  if (shape === 'upper' || shape === 'lower') return weighWord(part, candidate, setting, form);
  const [from, to] = sentenceAround(part.text, candidate.start, candidate.end);
  const names = within(setting.names.get(part) ?? [], from - REACH, to);
  if (isOtherNumber(part, candidate, names, to)) return 0;
  const unnamed = isBare(part, candidate) || isSole(part, candidate) || isShown(part, candidate, setting);
  let best: number = unnamed ? UNNAMED : 0;
  for (const name of names) {
    const tie = tieOf(part, candidate, name, [from, to]);
    if (!REACHES[name.kind].includes(tie) || (name.kind === 'label' && name.start > candidate.start))
      continue;
    // "ABC-123: fix the security code" is a ticket about a code.
    if (shape === 'ticket' && name.start > candidate.start) continue;
    if (name.strength === 1 && part.text.length > LONG) continue;
    best = Math.max(best, CONFIDENCE[tie][name.strength] - (name.start > candidate.start ? 0.01 : 0));
  }
  const looks = isHeading(part, candidate) ? 'line' : standsAlone(part.text, candidate);
  const isYearOfCode = shape === 'year' && looks === 'line' && part.text.length <= LONG;
  if (looks !== null && (isYearOfCode || !DOUBTFUL.includes(shape)))
    best = Math.max(best, CONFIDENCE[looks][strengthBefore(part, candidate, setting)]);
  return best * (shape === 'offer' ? weightOfOffer(candidate, setting, form) : SHAPE[shape]);
}

/**
 * One of five random codes has four letters that read like a word. What is sold, WELCOME15, ends in a percentage, an
 * amount or a year, and "any1" is a word.
 */
function weightOfOffer({ code }: Candidate, { senses }: Setting, form: RegExp | null): number {
  if (form?.test(code) === true) return SHAPE.mixed;
  return senses & SENSE.deal || SOLD.test(code) ? SHAPE.offer : UNSOLD;
}

/** "123456 Valid for 10 minutes": a code alone on a line but for how long it is good. */
function isHeading({ text, hits }: Part, { start, end }: Candidate): boolean {
  if (kindAt(text, start - 1) !== KIND.line) return false;
  const next = within(hits, end, end + HEADING).find((hit) => hit.start >= end);
  return (
    next !== undefined && (next.value & SENSE.validity) !== 0 && letters(text.slice(end, next.start)) === 0
  );
}

/**
 * Letters alone are nearly always a word. They are a code where only a code stands (`code: QXZPTR`, or alone
 * on a line), when they end what they stand in, and when they do not read like a word.
 */
function weighWord(part: Part, candidate: Candidate, setting: Setting, form: RegExp | null): number {
  const { text, hits } = part;
  const { start, end, code, shape } = candidate;
  if (within(hits, start, end).some((hit) => hit.start < end && hit.end > start)) return 0;
  const wordlike = wordLikeness(code) >= (shape === 'upper' ? WORD : MAYBE_WORD);
  const expected = form?.test(code) === true;
  const alone = (!wordlike || expected) && standsAlone(text, candidate) === 'line';
  let best: number = alone ? CONFIDENCE.line[strengthBefore(part, candidate, setting)] : 0;
  for (const name of within(setting.names.get(part) ?? [], start - REACH, start)) {
    const gap = text.slice(name.end, start);
    // What is known to look like this, and not like a word, need not be near when it ends the line.
    const room = expected && !wordlike && kindAt(text, end) === KIND.line ? DIRECT : DIRECT_WORD;
    if (name.kind !== 'noun' || letters(gap) > room || breaks(gap) || !BEFORE_WORD.test(gap)) continue;
    const shouted = shape === 'upper' && /:\s*$/.test(gap) && /[a-z]{3}/.test(text);
    // In a text, "your code requests" would be one of X's.
    const sure = (expected && part.name === 'subject') || shouted || setting.alone.has(code);
    if (!wordlike || (sure && name.strength === 3)) best = Math.max(best, CONFIDENCE.direct[name.strength]);
  }
  return best * SHAPE[shape];
}

/**
 * How much is said of a code in what a person has just read: the subject and the lines before; of a subject,
 * all that follows.
 */
function strengthBefore(part: Part, { start, end }: Candidate, setting: Setting): Strength {
  const near = within(setting.names.get(part) ?? [], start - PAGE, end + REACH);
  return near.reduce<Strength>(
    (most, name) => (name.kind !== 'noun' || name.strength < most ? most : name.strength),
    part.name === 'subject' ? setting.strength : setting.subject,
  );
}

/**
 * A number of two digits and more in between is what the words before it are about; "6 digits" is not, nor a
 * name like 98point6.
 */
const NUMBER_BETWEEN = /(?<![\p{L}\d])\d[\d.,]*\d(?![\p{L}\d])/gu;

/** A code that is no number, and stands between a name and the postal code of the sender. */
function hasCode({ text, candidates }: Part, left: number, right: number): boolean {
  return within(candidates, left, right).some(
    (other) =>
      other.start >= left &&
      other.end <= right &&
      CODES.includes(other.shape) &&
      standsAlone(text, other) !== null,
  );
}

function tieOf(part: Part, candidate: Candidate, name: Name, [from, to]: [number, number]): Tie {
  const { text } = part;
  const before = name.end <= candidate.start;
  if (!before && name.start < candidate.end) return 'none';
  const [left, right] = before ? [name.end, candidate.start] : [candidate.end, name.start];
  const gap = text.slice(left, right);
  const doubtful = DOUBTFUL.includes(candidate.shape);
  const free = !hasNumber(part, left, right, NUMBER_BETWEEN) && !hasCode(part, left, right);
  // "123456 is your code"; what follows a comma is about something else.
  const next = before || !/[\n,，]/.test(gap);
  if (free && gap.length <= REACH && next && !breaks(gap)) {
    const between = letters(gap);
    const room = doubtful && !/[:：]\s*$/.test(gap) ? DIRECT_DOUBTFUL : DIRECT;
    if (between <= room) return between <= BESIDE ? 'beside' : 'direct';
  }
  if (name.start < from || name.end > to || doubtful) return 'none';
  return free ? 'sentence' : 'far';
}

import type { Candidate } from './candidates.ts';
import { KIND, kindAt } from './letters.ts';
import { type Hit, within } from './lexicon.ts';
import type { Name } from './names.ts';
import type { Part } from './parts.ts';
import { breaks, letters } from './sentences.ts';
import { SENSE } from './vocabulary.ts';

/** Letters from a verb of sending to its number. */
const SENDING = 60;
/** What stands before the year of a date. */
const SINCE =
  /(?:^|\s)(?:in|since|of|from|until|by|im|seit|ab|en|depuis|desde|em|dal|nel|od|do|w|v|в|с|до|від|у)\s$/i;
/** A sign glued to its amount is seen in `pieces.ts`. */
const MONEY_AFTER = /^ [€$£¥₹₽₩₺₫฿%]/;
const MONEY_BEFORE = /[€$£¥₹₽₩₺₫฿] $/;
/** Between a label and its number: "No. ", " is ", ": #". */
const LABEL = 12;
/** "12840 verification codes were sent", "5000 OTP messages": a number that counts them is none of them. */
const COUNTS =
  /^ (?:[\p{L}-]{1,20} ){0,3}(?:\p{L}*codes|passwords|otps|pins|logins|códigos|codici|(?:otp|code|password|pin) (?:messages|requests|attempts))(?!\p{L})/iu;
/** What three words and a plural have room in. */
const COUNTS_LENGTH = 90;
const TIME = SENSE.second | SENSE.minute | SENSE.hour | SENSE.day;
const COUNTED = TIME | SENSE.measure;

/** Whether the words right beside a number say that it is something else. */
export function isOtherNumber(
  { text, hits, candidates }: Part,
  { start, end, shape }: Candidate,
  names: Name[],
  to: number,
): boolean {
  // "PR #6041" and "[a1b2c3d](https://…" are numbers among others; a code with a # has its name right before
  // it.
  if (text[start - 1] === '#' && !names.some((name) => /^[ :]*#$/.test(text.slice(name.end, start))))
    return true;
  if (/^[`)]*\]\(/.test(text.slice(end, end + 4))) return true;
  if (MONEY_AFTER.test(text.slice(end, end + 2)) || MONEY_BEFORE.test(text.slice(start - 2, start)))
    return true;
  if (isAddressee(text, hits, start) || COUNTS.test(text.slice(end, end + COUNTS_LENGTH))) return true;
  if (shape === 'year' && SINCE.test(text.slice(Math.max(0, start - 8), start))) return true;
  for (const hit of within(hits, start - LABEL, end + 2)) {
    if (hit.value & COUNTED && isCountedBy(text, end, hit.start)) return true;
    // A unit or label glued to it: Rp50000, VISA4570.
    if (hit.value & (COUNTED | SENSE.label) && isGlued(text, start, end, hit)) return true;
    if (hit.end > start || start - hit.end > LABEL) continue;
    const gap = text.slice(hit.end, start).replace(hit.end - hit.start <= 3 ? /^\./ : /^$/, '');
    if (hit.value & SENSE.measure && /^[. ]{0,2}$/.test(gap)) return true;
    if (
      (hit.value & (SENSE.other | SENSE.label)) === 0 ||
      letters(gap) > 3 ||
      breaks(gap) ||
      /[,\n\d]/.test(gap)
    )
      continue;
    // "The code to log in to your account: 1234", "OTP for your card is 1234" are not the numbers of an
    // account or card.
    const pointed =
      (hit.value & SENSE.other) === 0 &&
      names.some((name) => name.strength > 1 && leadsTo(text.slice(name.end, hit.end), gap));
    if (!pointed || candidates.some((other) => other.start > end && other.end <= to && /\d/.test(other.code)))
      return true;
  }
  return false;
}

/** "Code no. 1234", "the code for your account: 1234": the name before a label says whose number it is. */
function leadsTo(label: string, gap: string): boolean {
  return /[:\p{L}]/u.test(gap) ? !/\n/.test(label) && !breaks(label) : /^ ?(?:n\p{L}?|№)$/iu.test(label);
}

/** In the languages of which verbs of sending are listed. */
const TOWARDS = /(?:^|\s)(?:to|at|on|an|die|naar|till|al|a|au|ao|para|na|ke|на|по)\s$/i;

/** "Text STOP to 12345": what stands behind a preposition, after a verb of sending. */
function isAddressee(text: string, hits: Hit[], start: number): boolean {
  if (!TOWARDS.test(text.slice(Math.max(0, start - 6), start))) return false;
  const verb = within(hits, start - SENDING, start).findLast((hit) => hit.value & SENSE.send);
  return verb !== undefined && !breaks(text.slice(verb.end, start));
}

/** The letters of a candidate are one word of the lists, before or after its digits. */
function isGlued(text: string, start: number, end: number, hit: Hit): boolean {
  const rest =
    hit.start === start ? text.slice(hit.end, end) : hit.end === end ? text.slice(start, hit.start) : '';
  return /^\d+$/.test(rest);
}

/** A unit follows its number at once, or after a space where words have spaces. */
function isCountedBy(text: string, end: number, unit: number): boolean {
  if (unit === end) return true;
  return unit === end + 1 && kindAt(text, end) === KIND.space && kindAt(text, unit) !== KIND.unspaced;
}

/** Whether a number stands in a stretch of text, other than one of a known word (2FA) or of minutes and days. */
export function hasNumber({ text, hits }: Part, from: number, to: number, number: RegExp): boolean {
  for (const match of text.slice(from, to).matchAll(number)) {
    const start = from + match.index;
    const end = start + match[0].length;
    const explained = within(hits, start, end + 2).some(
      (hit) =>
        (hit.start <= start && hit.end >= end) || (hit.value & TIME && isCountedBy(text, end, hit.start)),
    );
    if (!explained) return true;
  }
  return false;
}

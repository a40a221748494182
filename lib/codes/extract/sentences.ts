import { isMark, isSpacedLetter, KIND, kindAt } from './letters.ts';

/** From here on stand kana, Han and Hangul. */
const CJK = 0x3000;
/** A sentence is looked for no further than this: longer ones are lists and tables. */
const LIMIT = 240;

/** The bounds of the sentence around a place. A line's end ends it too. */
export function sentenceAround(text: string, start: number, end: number): [from: number, to: number] {
  let from = start;
  while (from > 0 && start - from < LIMIT && !endsSentence(text, from - 1)) from--;
  let to = end;
  while (to < text.length && to - end < LIMIT && !endsSentence(text, to)) to++;
  return [from, to];
}

export function endsSentence(text: string, at: number): boolean {
  if (!ends[text.charCodeAt(at)]) return false;
  const character = text[at];
  if (character === '.' || character === '!' || character === '?') {
    // "Your code is... 123456" goes on; and Thai has no full stop, but marks what is short with one.
    if (
      character === '.' &&
      (text[at - 1] === '.' || text[at + 1] === '.' || isThai(text.charCodeAt(at - 1)))
    )
      return false;
    // "(10 min.) is"
    const last = character === '.' && text[at + 1] === ')' ? at + 1 : at;
    const next = kindAt(text, last + 1);
    // "Your Yahoo! code is": a mark that belongs to a name.
    if (character === '!' && next === KIND.space && kindAt(text, at + 2) === KIND.lower) return false;
    if (character === '.' && next === KIND.space && isAbbreviated(text, at, last)) return false;
    return next < KIND.digit || next === KIND.unspaced;
  }
  return true;
}

/** By a unit, whether it may end a sentence: nearly all that are asked for are letters and spaces. */
const ends = new Uint8Array(0x10000);
for (const mark of '\n.!?。！？；؟।۔։') ends[mark.charCodeAt(0)] = 1;

const isThai = (unit: number): boolean => unit >= 0xe00 && unit < 0xe80;

/** "Rs. 500", "No. 4412", "Acme Inc. is", "dvs. este", "J.P. Morgan", "Sig. Rossi". */
function isAbbreviated(text: string, stop: number, last: number): boolean {
  const next = kindAt(text, last + 2);
  if (next === KIND.digit) return isShort(text, stop, 3);
  if (next === KIND.lower) return isShort(text, stop, 4);
  return next === KIND.upper && TITLE.test(text.slice(Math.max(0, stop - 5), stop));
}

/** What stands before a name; and the last of several initials. */
const TITLE = /(?:^|[^\p{L}])(?:\p{Lu}\.\p{Lu}|Mr|Mrs|Ms|Dr|St|Sr|Sra|Sig|Hr|Fr|Prof)$/u;

/** A word of few letters before a full stop is short for another. */
function isShort(text: string, stop: number, most: number): boolean {
  let from = stop;
  while (stop - from <= most && isSpacedLetter(kindAt(text, from - 1))) from--;
  return from < stop && stop - from <= most;
}

/**
 * Whether a sentence ends between two words. A line's end alone is no end here: a code often stands on the
 * next line.
 */
export function breaks(gap: string): boolean {
  for (let at = 0; at < gap.length; at++) if (gap[at] !== '\n' && endsSentence(gap, at)) return true;
  return false;
}

/** Letters in a gap; a syllable or ideograph, and a new line, say as much as three of another. */
export function letters(gap: string): number {
  let count = 0;
  for (let at = 0; at < gap.length; at++) {
    const kind = kindAt(gap, at);
    if (kind === KIND.line || (kind === KIND.unspaced && gap.charCodeAt(at) >= CJK)) count += 3;
    else if (kind >= KIND.upper && !isMark(gap.charCodeAt(at))) count++;
  }
  return count;
}

/** Alone on its line, or a sentence by itself. */
export function standsAlone(
  text: string,
  { start, end }: { start: number; end: number },
): 'line' | 'apart' | null {
  let left = start;
  while (isBlank(kindAt(text, left - 1))) left--;
  let right = end;
  while (isBlank(kindAt(text, right))) right++;
  const opens = kindAt(text, left - 1) === KIND.line;
  const closes = kindAt(text, right) === KIND.line;
  if (opens && closes) return 'line';
  const lead = text.slice(left, start);
  const opened = opens || lead.includes(':') || breaks(lead);
  const tail = text.slice(end, right);
  // The next sentence follows, not the name of an item: "Q311885 - TAPI Error".
  const closed = closes || breaks(tail) || (kindAt(text, right) === KIND.upper && !/[-–—|]/.test(tail));
  return opened && closed ? 'apart' : null;
}

const isBlank = (kind: number): boolean => kind === KIND.mark || kind === KIND.space;

/**
 * What every UTF-16 unit is and what it is compared as, in two tables made once: the extractor looks at each
 * character of a message a handful of times, and a table is the only way that stays linear and fast.
 */
export const KIND = {
  /** Punctuation, symbols, emoji: ends a word. */
  mark: 0,
  space: 1,
  line: 2,
  digit: 3,
  /** A–Z and a–z, full-width forms included: the letters that codes are made of. */
  upper: 4,
  lower: 5,
  /** Letters of scripts where a letter beside a digit makes one word with it (é, ж, λ). */
  letter: 6,
  /** Letters of scripts with spaces between words, but where a number may touch one (הקוד123456). */
  joined: 7,
  /**
   * Letters of scripts without spaces, or with long endings: 認証コードは123456です. Words begin and end anywhere.
   */
  unspaced: 8,
} as const;

const UNITS = 0x10000;
const kinds = new Uint8Array(UNITS);
const folded = new Uint16Array(UNITS);
const marks = new Uint8Array(UNITS);

/** Hebrew, Arabic, Thaana, the Indic scripts, Ethiopic. */
const JOINED: [number, number][] = [
  [0x590, 0x8ff],
  [0x900, 0xdff],
  [0x1200, 0x137f],
];
/** Thai, Lao, Tibetan, Myanmar, Khmer, kana, Han (with the high halves of its surrogate pairs), Hangul. */
const UNSPACED: [number, number][] = [
  [0xe00, 0x109f],
  [0x1100, 0x11ff],
  [0x1780, 0x17ff],
  [0x3005, 0x3007],
  [0x3041, 0x30fa],
  [0x30fc, 0x318f],
  [0x31f0, 0x31ff],
  [0x3400, 0x9fff],
  [0xac00, 0xd7a3],
  [0xd840, 0xd87f],
  [0xf900, 0xfaff],
  [0xff66, 0xffdc],
];
/**
 * Zeros of the decimal digits that services use: ASCII, Arabic-Indic, Persian, Devanagari … Lao, Khmer,
 * full-width.
 */
const ZEROS = [
  0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040,
  0x17e0, 0xff10,
];
/** Letters that Unicode does not decompose, and marks that stand for another one. */
const SAME_AS =
  "ıi øo łl đd ðd ħh ŧt ‘' ’' ʼ' ´' `' ‐- ‑- ‒- –- —- ―- −- －- ‧· ・· ：: ＃# ＠@ ＝= ［[ ］] （( ）) יי ىی ئی يی كک ةه أا إا آا";

for (let unit = 0; unit < UNITS; unit++) folded[unit] = unit;
for (const [from, to] of [
  [0x41, 0x24f],
  [0x370, 0x58f],
  [0x10a0, 0x10ff],
  [0x1e00, 0x1fff],
] as const) {
  for (let unit = from; unit <= to; unit++) {
    const base = String.fromCharCode(unit).toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');
    if (base.length === 1) folded[unit] = base.charCodeAt(0);
    if (unit > 0x7f && /\p{L}/u.test(String.fromCharCode(unit))) kinds[unit] = KIND.letter;
  }
}
for (const [from, to] of JOINED) {
  kinds.fill(KIND.joined, from, to + 1);
  for (let unit = from; unit <= to; unit++) if (/\p{M}/u.test(String.fromCharCode(unit))) marks[unit] = 1;
}
for (const [from, to] of UNSPACED) kinds.fill(KIND.unspaced, from, to + 1);
for (const zero of ZEROS) {
  for (let digit = 0; digit < 10; digit++) {
    kinds[zero + digit] = KIND.digit;
    folded[zero + digit] = 0x30 + digit;
  }
}
for (const base of [0, 0xfee0]) {
  for (let letter = 0; letter < 26; letter++) {
    kinds[0x41 + letter + base] = KIND.upper;
    kinds[0x61 + letter + base] = KIND.lower;
    folded[0x41 + letter + base] = 0x61 + letter;
    folded[0x61 + letter + base] = 0x61 + letter;
  }
}
for (const pair of SAME_AS.split(' ')) folded[pair.charCodeAt(0)] = folded[pair.charCodeAt(1)] ?? 0;
for (const mark of '、。，．！？；「」『』【】《》〈〉〔〕·؟،؛٪।॥۔') {
  kinds[mark.charCodeAt(0)] = KIND.mark;
}
for (const space of [9, 0x20, 0xa0, 0x1680, 0x202f, 0x205f, 0x3000]) kinds[space] = KIND.space;
for (let space = 0x2000; space <= 0x200a; space++) kinds[space] = KIND.space;
for (const line of [0xa, 0xb, 0xc, 0xd, 0x85, 0x2028, 0x2029]) kinds[line] = KIND.line;

/** Whether a unit only marks the letter before it, as the vowels of Indic scripts do. */
export const isMark = (unit: number): boolean => marks[unit] === 1;

export const kindOf = (unit: number): number => kinds[unit] ?? KIND.mark;
/** A unit as it is compared: lower case, without accents, ASCII digits. */
export const foldUnit = (unit: number): number => folded[unit] ?? unit;

/** The kind of the unit at `index`; outside of the text it is a line's end. */
export function kindAt(text: string, index: number): number {
  return index < 0 || index >= text.length ? KIND.line : (kinds[text.charCodeAt(index)] ?? KIND.mark);
}

/** The whole string as it is compared. Same length, so that positions stay true. */
export function fold(text: string): string {
  let out = '';
  for (let index = 0; index < text.length; index++)
    out += String.fromCharCode(foldUnit(text.charCodeAt(index)));
  return out;
}

export const isAlphanumeric = (kind: number): boolean => kind >= KIND.digit && kind <= KIND.lower;
/** Letters of scripts in which words have a beginning and an end. */
export const isSpacedLetter = (kind: number): boolean => kind >= KIND.upper && kind <= KIND.joined;

/**
 * Characters nobody sees, which mails use to fill the preview and to hide a code from readers like this one; and
 * the line that only makes an Arabic word longer.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u0640]+/gu;
/**
 * More marks on one letter than any language has: they would make normalising slow (ICU reorders by
 * insertion).
 */
const STACKED = /\p{M}{5,}/gu;

/** The text as a person sees it: no invisible characters, accents composed. */
export function visible(text: string): string {
  const seen = text.replace(INVISIBLE, '');
  return /[\u0300-\u036f]/.test(seen) ? seen.replace(STACKED, '').normalize('NFC') : seen;
}

import type { Candidate } from './candidates.ts';
import { isSpacedLetter, KIND, kindAt } from './letters.ts';
import type { Hit } from './lexicon.ts';
import type { Part } from './parts.ts';
import { SENSE } from './vocabulary.ts';
import { isWordlike } from './wordlike.ts';

/** How much the words of the whole message speak for a code, gathered before any candidate is looked at. */
export type Setting = { senses: number; strength: Strength };

const QUALIFIES = SENSE.security | SENSE.verify | SENSE.login | SENSE.confirm | SENSE.reset;
const NAMES = SENSE.otp | SENSE.code;
const COUNTED = SENSE.second | SENSE.minute | SENSE.hour | SENSE.day | SENSE.measure;
/** Anything further away than this is about something else. */
const SENTENCE_LIMIT = 240;
/** Letters between a code and its name: "code for your account is", "is your Google Voice verification". */
const DIRECT_LETTERS = 26;

/**
 * Confidence by how the code is tied to its name (rows) and by what the name says (columns: "code" alone; in a message that
 * speaks of signing in; "security code" or "OTP"). Below `SHOWN` nothing is shown: a wrong code is worse than none.
 */
const CONFIDENCE = {
  direct: [0, 0.82, 0.94, 0.98],
  sentence: [0, 0.4, 0.7, 0.86],
  line: [0, 0.6, 0.86, 0.93],
  apart: [0, 0.35, 0.62, 0.8],
  none: [0, 0, 0, 0],
} as const;
export const SHOWN = 0.5;

const SHAPE = { digits: 1, grouped: 0.99, spelled: 0.97, mixed: 0.96, upper: 0.9, lower: 0.88 } as const;

export function readSetting(parts: Part[]): Setting {
  let senses = 0;
  for (const part of parts) for (const hit of part.hits) senses |= hit.all;
  let strength: Strength = 0;
  for (const part of parts) {
    for (const hit of part.hits)
      if (hit.value & NAMES) strength = Math.max(strength, strengthOf(part, hit, senses)) as Strength;
  }
  return { senses, strength };
}

/** How sure a candidate is, 0 to 1. */
export function weigh(part: Part, candidate: Candidate, setting: Setting): number {
  const { text, hits } = part;
  if (isOtherNumber(part, candidate)) return 0;
  if (candidate.shape === 'upper' || candidate.shape === 'lower') return weighWord(part, candidate, setting);
  let best: number = 0;
  const [from, to] = sentence(text, candidate.start, candidate.end);
  for (const hit of hits) {
    if ((hit.value & (NAMES | SENSE.password)) === 0 || hit.end < from - SENTENCE_LIMIT || hit.start > to)
      continue;
    const strength = strengthOf(part, hit, setting.senses);
    const tie = tieOf(part, candidate, hit, from, to);
    best = Math.max(best, CONFIDENCE[tie][strength] - (hit.start > candidate.start ? 0.01 : 0));
  }
  const looks = looksOf(text, candidate);
  if (looks !== null) best = Math.max(best, CONFIDENCE[looks][setting.strength]);
  return best * SHAPE[candidate.shape] * (looksOdd(candidate) ? 0.8 : 1);
}

/**
 * Letters alone are nearly always a word. They are a code when they are where only a code stands (`code: QXZPTR`, or alone on a line
 * below), end what they stand in, and do not read like a word.
 */
function weighWord(part: Part, candidate: Candidate, setting: Setting): number {
  const { text, hits } = part;
  const { start, end, code, shape } = candidate;
  if (hits.some((hit) => hit.start < end && hit.end > start) || !endsThere(text, end)) return 0;
  let best: number = looksOf(text, candidate) === 'line' ? CONFIDENCE.line[setting.strength] : 0;
  for (const hit of hits) {
    if ((hit.value & NAMES) === 0 || hit.end > start) continue;
    const gap = text.slice(hit.end, start);
    if (letters(gap) > 8 || gap.length > 24 || breaks(gap) || !/[:\s]$/.test(gap)) continue;
    best = Math.max(best, CONFIDENCE.direct[strengthOf(part, hit, setting.senses)]);
  }
  return isWordlike(code) ? 0 : best * SHAPE[shape];
}

function endsThere(text: string, end: number): boolean {
  let at = end;
  while (kindAt(text, at) === KIND.space) at++;
  return kindAt(text, at) === KIND.line || kindAt(text, at) >= KIND.joined || endsSentence(text, at);
}

type Strength = 0 | 1 | 2 | 3;
type Tie = keyof typeof CONFIDENCE;

function strengthOf(part: Part, noun: Hit, senses: number): Strength {
  const { text, hits } = part;
  if (noun.value & SENSE.otp) return 3;
  if (noun.all & QUALIFIES) return 3;
  let strength: Strength = senses & (QUALIFIES | SENSE.secret) ? 2 : 1;
  for (const hit of hits) {
    if (hit === noun) continue;
    const gap = hit.end <= noun.start ? text.slice(hit.end, noun.start) : text.slice(noun.end, hit.start);
    if (gap.length > 40 || breaks(gap)) continue;
    const before = hit.start < noun.start;
    if (hit.value & SENSE.other && gap.length <= (before ? 20 : 4) && !/[,:;.\n]/.test(gap)) return 0;
    if (hit.value & SENSE.deal) return 0;
    if (hit.all & QUALIFIES || (hit.start < noun.end && hit.end > noun.start)) strength = 3;
  }
  return strength;
}

function tieOf(part: Part, candidate: Candidate, noun: Hit, from: number, to: number): Tie {
  const { text, candidates } = part;
  const before = noun.end <= candidate.start;
  const [start, end] = before ? [noun.end, candidate.start] : [candidate.end, noun.start];
  if (start > end) return 'none';
  const gap = text.slice(start, end);
  const between = candidates.some(
    (other) => other.start >= start && other.end <= end && /\d/.test(other.code),
  );
  if (!between && !breaks(gap) && letters(gap) <= DIRECT_LETTERS && (before || !gap.includes('\n')))
    return 'direct';
  return noun.start >= from && noun.end <= to ? 'sentence' : 'none';
}

/** Alone on its line, or a sentence by itself in a mail whose lines were lost. */
function looksOf(text: string, { start, end }: Candidate): 'line' | 'apart' | null {
  let left = start - 1;
  while (kindAt(text, left) === KIND.mark || kindAt(text, left) === KIND.space) left--;
  let right = end;
  while (kindAt(text, right) === KIND.mark || kindAt(text, right) === KIND.space) right++;
  const opens = kindAt(text, left) === KIND.line;
  const closes = kindAt(text, right) === KIND.line;
  if (opens && closes) return 'line';
  const opened = opens || breaks(text.slice(left + 1, start));
  const closed = closes || breaks(text.slice(end, right)) || kindAt(text, right) === KIND.upper;
  return opened && closed ? 'apart' : null;
}

/** Whether the words right beside it say that the number is something else. */
function isOtherNumber({ text, hits }: Part, { start, end }: Candidate): boolean {
  for (const hit of hits) {
    if (hit.end <= start && start - hit.end <= 12) {
      const gap = text.slice(hit.end, start);
      if (hit.value & (SENSE.other | SENSE.label) && letters(gap) <= 3 && !breaks(gap) && !/[,\n]/.test(gap))
        return true;
      if (hit.value & SENSE.measure && /^[. ]{0,2}$/.test(gap)) return true;
    }
    if (hit.value & COUNTED && isCountedBy(text, end, hit.start)) return true;
  }
  return false;
}

/** A unit follows its number at once, or after a space where words have spaces. */
function isCountedBy(text: string, end: number, unit: number): boolean {
  return (
    unit === end ||
    (unit === end + 1 && kindAt(text, end) === KIND.space && kindAt(text, unit) !== KIND.unspaced)
  );
}

/** A year, or more digits than people like to type: they need better words than a number of six. */
function looksOdd({ code }: Candidate): boolean {
  return /^(?:19|20)\d\d$/.test(code) || code.length > 8;
}

/** The bounds of the sentence around a place. */
function sentence(text: string, start: number, end: number): [number, number] {
  let from = start;
  while (from > 0 && start - from < SENTENCE_LIMIT && !endsSentence(text, from - 1)) from--;
  let to = end;
  while (to < text.length && to - end < SENTENCE_LIMIT && !endsSentence(text, to)) to++;
  return [from, to];
}

function endsSentence(text: string, at: number): boolean {
  const character = text[at];
  if (character === '\n') return true;
  if (character === '.' || character === '!' || character === '?')
    return !/[\p{L}\d]/u.test(text[at + 1] ?? '');
  return character !== undefined && '。！？；؟।۔'.includes(character);
}

function breaks(gap: string): boolean {
  for (let at = 0; at < gap.length; at++) if (gap[at] !== '\n' && endsSentence(gap, at)) return true;
  return gap.includes('\n\n\n');
}

/** Letters in a gap; one of a script without spaces says as much as three of another. */
function letters(gap: string): number {
  let count = 0;
  for (let at = 0; at < gap.length; at++) {
    const kind = kindAt(gap, at);
    if (kind === KIND.unspaced) count += 3;
    else if (isSpacedLetter(kind)) count++;
    else if (kind === KIND.line) count += 3;
  }
  return count;
}

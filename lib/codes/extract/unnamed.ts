import type { Candidate } from './candidates.ts';
import { within } from './lexicon.ts';
import type { Setting } from './names.ts';
import { hasNumber } from './other-numbers.ts';
import type { Part } from './parts.ts';
import { sentenceAround, standsAlone } from './sentences.ts';
import { SENSE } from './vocabulary.ts';

/** A longer text without the name of a code is about something else. */
const SHORT = 160;
const SPEAKS_OF_IT = SENSE.security | SENSE.verify | SENSE.login | SENSE.confirm | SENSE.reset;
const IS_FOR_ONCE = SENSE.secret | SENSE.validity;
/** Letters before a code in which it is said what to do with it. */
const LEAD = 120;
const NUMBER = /\p{Nd}+/gu;
const SET_APART: Candidate['shape'][] = ['digits', 'grouped', 'spelled', 'mixed'];
const SPEAKS_OF_OTHERS = SENSE.other | SENSE.label | SENSE.deal | SENSE.measure;

/** A text of nothing but a code, with what SMS Retriever adds (`<#>` and a hash of 11 characters). */
export function isBare({ name, text }: Part, { start, end, code, shape }: Candidate): boolean {
  if (name !== 'text' || text.length > 40) return false;
  if (shape !== 'digits' && shape !== 'grouped' && (shape !== 'mixed' || /[a-z]/.test(code))) return false;
  return /^(?:<#>|\[#\])?\s*$/.test(text.slice(0, start)) && /^(?:\s+\S{8,12})?$/.test(text.slice(end));
}

/**
 * What a message sets apart after it has asked to enter it, or to confirm something with it that is secret or
 * good for a while: "type this into the page you left open:", and the code on a line of its own.
 */
export function isShown(
  { text, hits, candidates }: Part,
  candidate: Candidate,
  { senses, opening }: Setting,
): boolean {
  if (!SET_APART.includes(candidate.shape) || candidate.code.length < 5 || senses & SENSE.deal) return false;
  if (!(senses & SPEAKS_OF_IT) || !isSetApart(text, candidate)) return false;
  const lead = within(hits, candidate.start - LEAD, candidate.start).reduce((all, hit) => all | hit.value, 0);
  if ((lead | opening) & SENSE.other) return false;
  const once = senses & IS_FOR_ONCE && (lead | opening) & SPEAKS_OF_IT && !(lead & SENSE.label);
  if (!(lead & SENSE.enter) && !once) return false;
  return candidates.every(
    (other) => other.code === candidate.code || !/\d/.test(other.code) || !isSetApart(text, other),
  );
}

/** Alone on its line, or the end of one that points at it. */
function isSetApart(text: string, { start, end }: Candidate): boolean {
  if (standsAlone(text, { start, end }) === 'line') return true;
  return /[:：] ?$/.test(text.slice(start - 2, start)) && /^[.*]{0,2}(?:\n|$)/.test(text.slice(end, end + 3));
}

/**
 * The only number of a short text that speaks of signing in and of nothing else: "123456 is what you need to
 * sign in". It is first, last or a sentence by itself, and has more than four digits: of four there are too
 * many other numbers.
 */
export function isSole(part: Part, candidate: Candidate): boolean {
  const { name, text, hits } = part;
  const { start, end, code, shape } = candidate;
  if (
    name !== 'text' ||
    text.length > SHORT ||
    code.length < 5 ||
    (shape !== 'digits' && shape !== 'grouped')
  )
    return false;
  const before = text.slice(0, start);
  const after = text.slice(end);
  if (hasNumber(part, 0, start, NUMBER) || hasNumber(part, end, text.length, NUMBER)) return false;
  if (hits.some((hit) => hit.value & SPEAKS_OF_OTHERS)) return false;
  const said = hits.some((hit) => hit.value & SPEAKS_OF_IT);
  if (standsAlone(text, candidate) !== null) return said;
  const [from, to] = sentenceAround(text, start, end);
  const near = hits.some((hit) => hit.value & SPEAKS_OF_IT && hit.start >= from && hit.end <= to);
  return near && (!/\p{L}/u.test(before) || !/\p{L}/u.test(after));
}

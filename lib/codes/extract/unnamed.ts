import type { Candidate } from './candidates.ts';
import type { Part } from './parts.ts';
import { sentenceAround, standsAlone } from './sentences.ts';
import { SENSE } from './vocabulary.ts';

/** A longer text without the name of a code is about something else. */
const SHORT = 160;
const SPEAKS_OF_IT = SENSE.security | SENSE.verify | SENSE.login | SENSE.confirm | SENSE.reset;
const IS_FOR_ONCE = SENSE.secret | SENSE.validity;
const SPEAKS_OF_OTHERS = SENSE.other | SENSE.label | SENSE.deal | SENSE.measure;

/** A text of nothing but a code, with what SMS Retriever adds (`<#>` and a hash of 11 characters). */
export function isBare({ name, text }: Part, { start, end, code, shape }: Candidate): boolean {
  if (name !== 'text' || text.length > 40) return false;
  if (shape !== 'digits' && shape !== 'grouped' && (shape !== 'mixed' || /[a-z]/.test(code))) return false;
  return /^(?:<#>|\[#\])?\s*$/.test(text.slice(0, start)) && /^(?:\s+\S{8,12})?$/.test(text.slice(end));
}

/**
 * The only code that a mail sets apart, when it speaks of signing in and says that what it brings is secret or
 * good for a while, and of nothing else. Languages that the lists don't know write of these in English words
 * too.
 */
export function isShown({ text, candidates }: Part, candidate: Candidate, senses: number): boolean {
  if (candidate.shape !== 'digits' || candidate.code.length < 5) return false;
  if (!(senses & SPEAKS_OF_IT) || !(senses & IS_FOR_ONCE) || senses & (SENSE.other | SENSE.deal))
    return false;
  return (
    !candidates.some((other) =>
      other.code === candidate.code ? false : /\d/.test(other.code) && standsAlone(text, other) === 'line',
    ) && standsAlone(text, candidate) === 'line'
  );
}

/**
 * The only number of a short text that speaks of signing in and of nothing else: "123456 is what you need to
 * sign in". It is first, last or a sentence by itself, and has more than four digits: of four there are too
 * many other numbers.
 */
export function isSole({ name, text, hits }: Part, candidate: Candidate): boolean {
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
  if (/\p{Nd}/u.test(before) || /\p{Nd}/u.test(after)) return false;
  if (hits.some((hit) => hit.value & SPEAKS_OF_OTHERS)) return false;
  const said = hits.some((hit) => hit.value & SPEAKS_OF_IT);
  if (standsAlone(text, candidate) !== null) return said;
  const [from, to] = sentenceAround(text, start, end);
  const near = hits.some((hit) => hit.value & SPEAKS_OF_IT && hit.start >= from && hit.end <= to);
  return near && (!/\p{L}/u.test(before) || !/\p{L}/u.test(after));
}

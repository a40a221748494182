import { NUMBERS, SPANS } from './knowledge/durations.ts';
import { fold, KIND, kindAt } from './letters.ts';
import { type Hit, Lexicon } from './lexicon.ts';
import type { Part } from './parts.ts';
import { breaks } from './sentences.ts';
import { SENSE } from './vocabulary.ts';

const UNITS = [
  [SENSE.second, 1],
  [SENSE.minute, 60],
  [SENSE.hour, 3600],
  [SENSE.day, 86_400],
] as const;
/** Nobody sends a code that is good for longer; such a span is about something else. */
const LONGEST = 7 * 86_400;
/** Letters between "valid" and the span it speaks of. */
const NEAR = 60;
/** No number word is longer. */
const WORD = 16;

const numbers = new Lexicon();
for (const [number, words] of NUMBERS) numbers.learn(words, number);
const spans = new Lexicon();
for (const [seconds, words] of SPANS) spans.learn(words, seconds);

/**
 * Seconds for which the message says its code is good, or null. A span of minutes is always that; a longer
 * one must say so.
 */
export function validityIn(parts: Part[]): number | null {
  for (const part of parts) {
    for (const hit of part.hits) {
      const unit = UNITS.find(([sense]) => hit.value & sense);
      const count = unit === undefined ? null : countBefore(part.text, hit.start);
      if (unit === undefined || count === null) continue;
      const seconds = count * unit[1];
      if (seconds <= 0 || seconds > LONGEST) continue;
      if (hit.value & SENSE.minute || isSpokenOf(part, hit)) return seconds;
    }
    // Only a text that speaks of validity is searched for the few words that are a span by themselves.
    if (!part.hits.some((hit) => hit.value & SENSE.validity)) continue;
    const span = spans.find(part.text).find((hit) => isSpokenOf(part, hit));
    if (span !== undefined) return span.value;
  }
  return null;
}

function countBefore(text: string, end: number): number | null {
  let at = end;
  while (at > 0 && (kindAt(text, at - 1) === KIND.space || text[at - 1] === '-')) at--;
  let from = at;
  while (from > 0 && at - from < 5 && kindAt(text, from - 1) === KIND.digit) from--;
  if (from < at) return Number(fold(text.slice(from, at)));
  const start = Math.max(0, at - WORD);
  const word = numbers.find(text.slice(start, at)).pop();
  return word !== undefined && start + word.end === at ? word.value : null;
}

function isSpokenOf({ text, hits }: Part, span: Hit): boolean {
  return hits.some((hit) => {
    if ((hit.value & SENSE.validity) === 0 || hit.end < span.start - NEAR || hit.start > span.end + NEAR)
      return false;
    return !breaks(
      hit.start < span.start ? text.slice(hit.end, span.start) : text.slice(span.end, hit.start),
    );
  });
}

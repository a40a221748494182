import { NUMBERS } from './knowledge/durations.ts';
import { fold, KIND, kindAt } from './letters.ts';
import { Lexicon } from './lexicon.ts';
import type { Part } from './parts.ts';
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

const numbers = new Lexicon();
for (const [words, number] of Object.entries(NUMBERS)) numbers.learn(words, number);

/** Seconds for which the message says its code is good, or null. A span of minutes is always that; a longer one must say so. */
export function validityIn(parts: Part[]): number | null {
  for (const part of parts) {
    for (const hit of part.hits) {
      const unit = UNITS.find(([sense]) => hit.value & sense);
      const count = unit === undefined ? null : countBefore(part.text, hit.start);
      if (unit === undefined || count === null) continue;
      const seconds = count * unit[1];
      if (seconds <= 0 || seconds > LONGEST) continue;
      if (hit.value & SENSE.minute || isSpokenOf(part, hit.start, hit.end)) return seconds;
    }
  }
  return null;
}

function countBefore(text: string, end: number): number | null {
  let at = end;
  while (at > 0 && (kindAt(text, at - 1) === KIND.space || text[at - 1] === '-')) at--;
  let from = at;
  while (from > 0 && at - from < 5 && kindAt(text, from - 1) === KIND.digit) from--;
  if (from < at) return Number(fold(text.slice(from, at)));
  const word = numbers.find(text.slice(Math.max(0, at - 16), at)).pop();
  return word !== undefined && word.end === Math.min(16, at) ? word.value : null;
}

function isSpokenOf(part: Part, start: number, end: number): boolean {
  return part.hits.some(
    (hit) => hit.value & SENSE.validity && hit.end > start - NEAR && hit.start < end + NEAR,
  );
}

import { NUMBERS, SPANS } from './knowledge/durations.ts';
import { fold, KIND, kindAt } from './letters.ts';
import { type Hit, Lexicon, within } from './lexicon.ts';
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
 * Seconds for which the message says its code is good, or null: a span that it speaks of so, else one within which
 * something is to happen, else minutes that only stand there, which are mostly that, too.
 */
export function validityIn(parts: Part[]): number | null {
  const spans = parts.map(spansIn);
  for (const isMeant of [isSpokenOf, isLimit, isOfMinutes]) {
    for (const [index, part] of parts.entries()) {
      const span = spans[index]?.find((span) => isMeant(part, span));
      if (span !== undefined) return span.seconds;
    }
  }
  return null;
}

type Span = { start: number; end: number; seconds: number; unit: number };

function spansIn(part: Part): Span[] {
  const { text, hits } = part;
  // Only a text that speaks of validity is searched for the few words that are a span by themselves.
  const words = hits.some((hit) => hit.value & SENSE.validity) ? spans.find(text) : [];
  const found: Span[] = words.map(({ start, end, value }) => ({ start, end, seconds: value, unit: 0 }));
  const taken = new Set(words.map(({ end }) => end));
  for (const { start, end, value } of hits) {
    const [unit, length] = UNITS.find(([sense]) => value & sense) ?? [0, 0];
    const count = unit === 0 || taken.has(end) ? null : countBefore(text, start);
    if (count === null || count <= 0 || count * length > LONGEST) continue;
    found.push({ start, end, seconds: Math.round(count * length), unit });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** "1 minute ago", "vor 2 Minuten". */
const AGO_AFTER =
  /^\s?(?:ago\b|назад|тому|fa\b|atrás|geleden|sedan\b|siden\b|sitten|temu\b|önce|lalu\b|yang lalu|前|전|पहले|trước)/i;
const AGO_BEFORE =
  /(?:\bvor|\bil y a|\bhace|\bhá|\bacum|\bpřed|\bpred|\bprije|πριν από|قبل|לפני) (?:\S{1,6} )?\S{0,6}$/i;

function isOfMinutes({ text }: Part, { start, end, unit }: Span): boolean {
  return (
    unit === SENSE.minute &&
    !AGO_AFTER.test(text.slice(end, end + 10)) &&
    !AGO_BEFORE.test(text.slice(Math.max(0, start - 24), start))
  );
}

function countBefore(text: string, end: number): number | null {
  let at = end;
  while (at > 0 && (kindAt(text, at - 1) === KIND.space || text[at - 1] === '-')) at--;
  let from = at;
  while (from > 0 && at - from < 5 && kindAt(text, from - 1) === KIND.digit) from--;
  if (from < at) return Number(`${wholeBefore(text, from)}${fold(text.slice(from, at))}`);
  const start = Math.max(0, at - WORD);
  const word = numbers.find(text.slice(start, at)).pop();
  return word !== undefined && start + word.end === at ? word.value : null;
}

/** "1.5 hours": the "1.". */
function wholeBefore(text: string, fraction: number): string {
  const whole = /(?<![\d.,])(\d)[.,]$/.exec(text.slice(Math.max(0, fraction - 3), fraction))?.[1];
  return whole === undefined ? '' : `${whole}.`;
}

/** "Reply within 2 minutes" may be about something else than "it expires in 30". */
const WITHIN = /^(?:within|dans|entro|içinde|innerhalb|خلال|ภายใน|이내)/i;

function isSpokenOf(part: Part, span: Span): boolean {
  return validityWords(part, span).some(({ start, end }) => !WITHIN.test(part.text.slice(start, end)));
}

function isLimit(part: Part, span: Span): boolean {
  return validityWords(part, span).length > 0;
}

/** What speaks of validity in the sentence of a span. */
function validityWords({ text, hits }: Part, span: Span): Hit[] {
  return within(hits, span.start - NEAR, span.end + NEAR).filter((hit) => {
    if ((hit.value & SENSE.validity) === 0) return false;
    // "Your password expires in 3 days" says nothing of a code.
    if (span.unit === SENSE.day && isOfPassword(hits, hit)) return false;
    return !breaks(
      hit.start < span.start ? text.slice(hit.end, span.start) : text.slice(span.end, hit.start),
    );
  });
}

function isOfPassword(hits: Hit[], validity: Hit): boolean {
  const before = within(hits, validity.start - NEAR, validity.start).findLast(({ all }) => all & NAMES);
  return before !== undefined && (before.all & NAMES) === SENSE.password;
}

const NAMES = SENSE.otp | SENSE.code | SENSE.password;

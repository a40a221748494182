import { type Hit, within } from './lexicon.ts';
import type { Part } from './parts.ts';
import { breaks, standsAlone } from './sentences.ts';
import { SENSE } from './vocabulary.ts';

/**
 * A word that names a code, and how much it says: 3 "security code", "OTP" · 2 "code" in a message that
 * speaks of signing in or of keeping a secret · 1 "code" alone · 0 the name of another code ("promo code").
 * Verbs and labels are names too where nothing comes between: "enter 123456 to sign in", "verification:
 * 123456".
 */
export type Name = {
  start: number;
  end: number;
  strength: Strength;
  kind: 'noun' | 'password' | 'verb' | 'label';
};
export type Strength = 0 | 1 | 2 | 3;

/**
 * What the words of a whole message say, gathered before any number is looked at. `strength` is that of its
 * best name, `subject` of the best in the subject; `senses` is all that is said, `opening` what the subject
 * says; `names` is by part; `alone` are the candidates that stand alone on a line somewhere.
 */
export type Setting = {
  strength: Strength;
  subject: Strength;
  senses: number;
  opening: number;
  names: Map<Part, Name[]>;
  alone: Set<string>;
};

const SAFETY = SENSE.security | SENSE.login | SENSE.reset;
const QUALIFIES = SAFETY | SENSE.verify | SENSE.confirm;
/** A text that names a code more often is a manual or an attack, and each name looks at its neighbours. */
const NAME_LIMIT = 200;
/** Letters of a text that a person sees at once. */
const SCREEN = 1600;
/** Letters between a name and a word that belongs to it: "code for your security", "verification by code". */
const NEAR = 40;
/** Between the words of one name there is room for "de" and its like. */
const PART = 4;
/** "order confirmation code", "flight code"; "code promo", "kod rabatowy". */
const OTHER_BEFORE = 20;
const OTHER_AFTER = 4;

export function readSetting(parts: Part[]): Setting {
  let senses = 0;
  let opening = 0;
  // The footer of every mail has a phone number.
  const short = parts.every(({ name }) => name !== 'subject');
  for (const part of parts) {
    for (const hit of part.hits) {
      senses |= short && hit.value & SENSE.label && numbers(part.text, hit) ? SENSE.other | hit.all : hit.all;
      if (part.name === 'subject') opening |= hit.all;
    }
  }
  const names = new Map<Part, Name[]>();
  let subject: Strength = 0;
  let strength: Strength = 0;
  for (const part of parts) {
    const found = namesIn(part, (hit) =>
      part.text.length > SCREEN ? opening | saidAround(part, hit) : senses,
    );
    names.set(part, found);
    for (const name of found) {
      if (name.strength > strength && name.kind === 'noun') strength = name.strength;
    }
    if (part.name === 'subject') subject = strength;
  }
  return { strength, subject, senses, opening, names, alone: new Set(parts.flatMap(aloneIn)) };
}

/**
 * Whether a label stands before a number, open or covered: "card *4412", "call 0800 …", but not "create an
 * account".
 */
function numbers(text: string, { end }: Hit): boolean {
  return /^[^\p{L}\n]{0,3}(?:[\d*+]|XX)/u.test(text.slice(end, end + 5));
}

function aloneIn({ text, candidates }: Part): string[] {
  return candidates.filter((candidate) => standsAlone(text, candidate) === 'line').map(({ code }) => code);
}

/** What is said on the same screen, which is all that is read together of a long text. */
function saidAround({ hits }: Part, { start, end }: Hit): number {
  return within(hits, start - SCREEN / 2, end + SCREEN / 2).reduce((senses, hit) => senses | hit.all, 0);
}

function namesIn({ text, hits }: Part, saidAbout: (hit: Hit) => number): Name[] {
  const names: Name[] = [];
  for (const [index, hit] of hits.entries()) {
    if (names.length === NAME_LIMIT) break;
    const kind = kindOf(text, hit);
    if (kind === null) continue;
    const senses = saidAbout(hit);
    if (kind === 'noun' || kind === 'password') {
      const { start, end, all } = nameAround(text, hits, index);
      // A "one-time password" is a code, whatever words a language has for it.
      const once = kind === 'password' && (all & SENSE.security) !== 0;
      const strength = once ? 3 : strengthOf(text, hits, index, senses);
      names.push({ start, end, kind: once ? 'noun' : kind, strength });
    } else {
      const strength =
        kind === 'verb'
          ? strengthOfVerb(text, hits, index, senses)
          : strengthOfLabel(text, hits, index, senses);
      names.push({ start: hit.start, end: hit.end, kind, strength });
    }
  }
  return names;
}

function kindOf(text: string, { value, end }: Hit): Name['kind'] | null {
  if (value & (SENSE.otp | SENSE.code)) return 'noun';
  if (value & SENSE.password) return 'password';
  if (value & SENSE.enter) return 'verb';
  return value & (SENSE.verify | SENSE.security) && /^ ?[:：]/.test(text.slice(end, end + 2))
    ? 'label'
    : null;
}

/** What is entered is a code when it is entered to sign in or to confirm. */
function strengthOfVerb(text: string, hits: Hit[], index: number, senses: number): Strength {
  let said = 0;
  for (const near of neighbours(text, hits, index)) said |= near.value & SENSE.enter ? 0 : near.all;
  if (said & (SENSE.deal | SENSE.other)) return 0;
  if (said & (QUALIFIES | SENSE.password)) return 3;
  return senses & QUALIFIES && !(senses & (SENSE.deal | SENSE.other)) ? 1 : 0;
}

/** "Verification: 123456" leaves the noun out. */
function strengthOfLabel(text: string, hits: Hit[], index: number, senses: number): Strength {
  if (senses & SENSE.deal) return 0;
  for (const near of neighbours(text, hits, index)) if (near.value & SENSE.other) return 0;
  return 2;
}

/** The whole name: "code" with the words that qualify it, "código de verificación", "doğrulama kodu". */
function nameAround(text: string, hits: Hit[], index: number): { start: number; end: number; all: number } {
  let { start, end, all } = hits[index] as Hit;
  for (let at = index - 1; at >= 0; at--) {
    const hit = hits[at] as Hit;
    if (!qualifies(hit) || start - hit.end > PART || breaks(text.slice(hit.end, start))) break;
    start = hit.start;
    all |= hit.all;
  }
  for (let at = index + 1; at < hits.length; at++) {
    const hit = hits[at] as Hit;
    if (!qualifies(hit) || hit.start - end > PART || breaks(text.slice(end, hit.start))) break;
    end = hit.end;
    all |= hit.all;
  }
  return { start, end, all };
}

const qualifies = (hit: Hit): boolean => (hit.value & QUALIFIES) !== 0;

function strengthOf(text: string, hits: Hit[], index: number, senses: number): Strength {
  const name = hits[index] as Hit;
  if (name.value & SENSE.otp) return 3;
  let said = name.all;
  for (const near of neighbours(text, hits, index)) {
    if (near.value & SENSE.deal || (near.value & SENSE.other && isKindOf(text, near, name))) return 0;
    said |= near.all;
  }
  // "Reset your password" asks for a new one, and names none.
  if (name.all & SENSE.password && said & SENSE.reset && !(said & (SENSE.security | SENSE.login))) return 0;
  const guarded = (senses & (SAFETY | SENSE.secret | SENSE.otp)) !== 0;
  // "Your confirmation code" of a flight is not for signing in, and a discount needs no secret.
  if (senses & SENSE.deal && !guarded) return 0;
  if (said & QUALIFIES) return 3;
  if (guarded || senses & QUALIFIES) return 2;
  // "Code" alone, in a message about an order, a card or a call, is the code of that.
  return senses & SENSE.other ? 0 : 1;
}

/**
 * The words around one, in its own sentence. At most 40 letters to each side, so this is linear over a whole
 * text.
 */
function* neighbours(text: string, hits: Hit[], index: number): Generator<Hit> {
  const name = hits[index] as Hit;
  for (let at = index - 1; at >= 0; at--) {
    const hit = hits[at] as Hit;
    if (name.start - hit.end > NEAR || breaks(text.slice(hit.end, name.start))) break;
    yield hit;
  }
  for (let at = index + 1; at < hits.length; at++) {
    const hit = hits[at] as Hit;
    if (hit.start - name.end > NEAR || breaks(text.slice(name.end, hit.start))) break;
    yield hit;
  }
}

function isKindOf(text: string, other: Hit, name: Hit): boolean {
  const before = other.start < name.start;
  const gap = before ? text.slice(other.end, name.start) : text.slice(name.end, other.start);
  return gap.length <= (before ? OTHER_BEFORE : OTHER_AFTER) && !/[,:;.\n]/.test(gap);
}

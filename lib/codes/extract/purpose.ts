import type { CodePurpose } from '../extract.ts';
import { PURPOSES } from './knowledge/services.ts';
import type { Part } from './parts.ts';
import { SENSE } from './vocabulary.ts';

/**
 * What a code is for. The words nearest to the code and the subject decide, then the whole message;
 * "verification" alone comes last, because services call every code so.
 */
export function purposeOf(service: string | null, context: string, near: number, parts: Part[]): CodePurpose {
  const own = PURPOSES.find((rule) => rule.service === service && rule.phrase.test(context));
  const told = said(near | sensesOf(parts, 'subject'), RESET_FIRST);
  if (told === 'reset' || own === undefined) {
    // A footer says "reset your password if this wasn't you": far from the code, reset is the last guess.
    const all = sensesOf(parts, null);
    return (
      told ??
      said(all, RESET_LAST) ??
      (all & SENSE.verify ? 'confirm' : all & SENSE.security ? 'login' : 'other')
    );
  }
  return own.purpose;
}

const RESET_FIRST = ['reset', 'login', 'confirm'] as const;
const RESET_LAST = ['login', 'confirm', 'reset'] as const;

function said(senses: number, order: readonly ('reset' | 'login' | 'confirm')[]): CodePurpose | null {
  return order.find((purpose) => senses & SENSE[purpose]) ?? null;
}

function sensesOf(parts: Part[], name: Part['name'] | null): number {
  let senses = 0;
  for (const part of parts)
    if (name === null || part.name === name) for (const hit of part.hits) senses |= hit.all;
  return senses;
}

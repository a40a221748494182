import { FORMS } from './extract/knowledge/services.ts';
import { findLinks } from './extract/links.ts';
import { readSetting } from './extract/names.ts';
import { originBound } from './extract/origin-bound.ts';
import { type Part, readParts } from './extract/parts.ts';
import { purposeOf } from './extract/purpose.ts';
import { sentenceAround } from './extract/sentences.ts';
import { type Origin, originOf, serviceBeside } from './extract/service.ts';
import { validityIn } from './extract/validity.ts';
import { SHOWN, weigh } from './extract/weigh.ts';

/** What is known of a message. `provenDomain` is the domain that sender authentication proves, when it is already known. */
export type MessageContent = {
  channel: 'email' | 'sms' | 'mms';
  from: string | null;
  subject: string | null;
  text: string | null;
  html: string | null;
  provenDomain?: string | null;
};

export type CodePurpose = 'login' | 'confirm' | 'reset' | 'other';

export type ExtractedCode = {
  /** As it is typed in: never re-cased, without separators that only group, digits of every script as ASCII. */
  code: string;
  /** As it stands in the message. */
  raw: string;
  service: string | null;
  purpose: CodePurpose;
  /** Seconds, as the message states them. */
  validFor: number | null;
  /** 0 to 1. */
  confidence: number;
  /** `context`: the words around the code, at most 160 characters, in which `raw` stands. */
  found: { part: 'subject' | 'text' | 'html'; context: string };
};

export type LinkKind = 'confirm' | 'sign-in' | 'reset' | 'other';
export type ExtractedLink = { href: string; text: string; kind: LinkKind };

/** `service` is the message's, also when it has no code; the codes are best first. */
export type Extraction = { service: string | null; codes: ExtractedCode[]; links: ExtractedLink[] };

/** Two codes and a backup are all a message ever has; a list of more is not one of verification codes. */
const CODE_LIMIT = 5;
const CONTEXT_LIMIT = 160;
/** A mail that calls itself a service's from a domain that is not the service's is phishing, or a forward. */
const CLAIMED = 0.6;
/** Words that nobody sees are seldom where the code is, but some mails have it in the preview only. */
const HIDDEN = 0.9;
/** A code that stands in several parts is surer than one that stands in one. */
const REPEATED = 0.02;

/**
 * Finds the verification codes and the links to act on in a message. Pure; never throws; linear in the length of the message, of which
 * it reads a bounded part (see the limits in `extract/parts.ts` and `extract/html.ts`).
 */
export function extract(message: MessageContent): Extraction {
  const { parts, page } = readParts(message);
  const origin = originOf(message, parts);
  const validFor = validityIn(parts);
  const codes = new Map<string, ExtractedCode>();
  for (const code of [...boundCodes(parts), ...weighedCodes(message, parts, origin)]) {
    const known = codes.get(code.code);
    if (known === undefined) codes.set(code.code, { ...code, validFor });
    else known.confidence = Math.min(0.99, Math.max(known.confidence, code.confidence) + REPEATED);
  }
  const best = [...codes.values()].sort((a, b) => b.confidence - a.confidence).slice(0, CODE_LIMIT);
  return { service: best[0]?.service ?? origin.service, codes: best, links: findLinks(parts, page) };
}

function boundCodes(parts: Part[]): ExtractedCode[] {
  const text = parts.find((part) => part.name === 'text');
  const bound = text === undefined ? null : originBound(text.text);
  if (text === undefined || bound === null) return [];
  const purpose = purposeOf(
    bound.host,
    text.text.slice(0, CONTEXT_LIMIT),
    sensesNear(text, 0, text.text.length),
    parts,
  );
  const found = { part: text.name, context: bound.line.slice(0, CONTEXT_LIMIT) };
  return [
    { code: bound.code, raw: bound.code, service: bound.host, purpose, validFor: null, confidence: 1, found },
  ];
}

function weighedCodes(message: MessageContent, parts: Part[], origin: Origin): ExtractedCode[] {
  const setting = readSetting(parts);
  const codes: ExtractedCode[] = [];
  for (const part of parts) {
    for (const candidate of part.candidates) {
      if (candidate.code === message.from?.replace(/^\+/, '')) continue;
      const { start, end, code, prefix } = candidate;
      const weight =
        weigh(part, candidate, setting, FORMS[origin.service ?? ''] ?? null) * (part.hidden ? HIDDEN : 1);
      if (weight < SHOWN) continue;
      const sentence = part.text.slice(...sentenceAround(part.text, start, end));
      const beside = origin.by === 'sender' ? null : serviceBeside(prefix, sentence);
      const service = beside ?? origin.service;
      const claimed =
        message.channel === 'email' && message.from !== null && (beside !== null || origin.by === 'text');
      const confidence = claimed ? weight * CLAIMED : weight;
      const context = contextOf(part.text, start, end);
      const purpose = purposeOf(service, context, sensesNear(part, start, end), parts);
      codes.push({
        code,
        raw: onOneLine(part.text.slice(start, end)),
        service,
        purpose,
        validFor: null,
        confidence,
        found: { part: part.name, context },
      });
    }
  }
  return codes;
}

/** The words around a place, from one line's end to another where they fit. */
function contextOf(text: string, start: number, end: number): string {
  const room = Math.max(0, CONTEXT_LIMIT - (end - start)) >> 1;
  const before = text.slice(Math.max(0, start - room), start);
  const after = text.slice(end, end + room);
  return onOneLine(before + text.slice(start, end) + after).trim();
}

const onOneLine = (text: string): string => text.replace(/\n+/g, ' ');

/** What the words before a place and the rest of its sentence say. What follows is often about something else: "not you? Reset your password". */
function sensesNear({ text, hits }: Part, start: number, end: number): number {
  const to = sentenceAround(text, start, end)[1];
  let senses = 0;
  for (const hit of hits) if (hit.end > start - CONTEXT_LIMIT && hit.start < to) senses |= hit.all;
  return senses;
}

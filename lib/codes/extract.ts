import type { Candidate } from './extract/candidates.ts';
import { FORMS } from './extract/knowledge/services.ts';
import { within } from './extract/lexicon.ts';
import { findLinks } from './extract/links.ts';
import { readSetting } from './extract/names.ts';
import { originBound } from './extract/origin-bound.ts';
import { type Part, readParts } from './extract/parts.ts';
import { purposeOf } from './extract/purpose.ts';
import { sentenceAround } from './extract/sentences.ts';
import { type Origin, originOf, serviceBeside, serviceOf } from './extract/service.ts';
import { validityIn } from './extract/validity.ts';
import { SHOWN, weigh } from './extract/weigh.ts';
import { readSpoken } from './spoken.ts';

/**
 * What is known of a message. `provenDomain` is the domain that sender authentication proves, when it is
 * already known.
 */
export type MessageContent = {
  channel: 'email' | 'sms' | 'mms' | 'voice';
  from: string | null;
  subject: string | null;
  text: string | null;
  html: string | null;
  provenDomain?: string | null;
};

export type CodePurpose = 'login' | 'confirm' | 'reset' | 'other';

export type ExtractedCode = {
  /**
   * As it is typed in: never re-cased, without separators that only group, digits of every script as ASCII.
   */
  code: string;
  /** As it stands in the message; of a call, as its digits are written. */
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
/**
 * A code that stands in several parts is surer than one that stands in one. Only an origin-bound code is
 * certain.
 */
const REPEATED = 0.02;
const SUREST = 0.99;

/**
 * Finds the verification codes and the links to act on in a message. Pure; never throws; linear in the length
 * of the message, of which it reads a bounded part (see the limits in `extract/parts.ts` and
 * `extract/html.ts`).
 */
export function extract(given: MessageContent): Extraction {
  const message = given.channel === 'voice' ? { ...given, text: readSpoken(given.text ?? '') } : given;
  const { parts, page } = readParts(message);
  const origin = originOf(message, parts);
  const validFor = validityIn(parts);
  const codes = new Map<string, ExtractedCode>();
  for (const code of [...boundCodes(message, parts), ...weighedCodes(message, parts, origin)]) {
    const known = codes.get(code.code);
    if (known === undefined) codes.set(code.code, { ...code, validFor });
    else if (known.confidence < SUREST) {
      known.confidence = Math.min(SUREST, Math.max(known.confidence, code.confidence) + REPEATED);
    }
  }
  const best = [...codes.values()].sort((a, b) => b.confidence - a.confidence).slice(0, CODE_LIMIT);
  return { service: best[0]?.service ?? origin.service, codes: best, links: findLinks(parts, page) };
}

/** The format is for text messages: in a mail, where anybody can write a line, it proves nothing. */
function boundCodes({ channel }: MessageContent, parts: Part[]): ExtractedCode[] {
  const part = parts.find(({ name }) => name === 'text');
  const bound = part === undefined || channel === 'email' ? null : originBound(part.text);
  if (part === undefined || bound === null) return [];
  const { host, code, line } = bound;
  const service = serviceOf(host) ?? host;
  const purpose = purposeOf(
    service,
    part.text.slice(0, CONTEXT_LIMIT),
    sensesNear(part, 0, part.text.length),
    parts,
  );
  const found = { part: part.name, context: line.slice(0, CONTEXT_LIMIT) };
  return [{ code, raw: code, service, purpose, validFor: null, confidence: 1, found }];
}

function weighedCodes(message: MessageContent, parts: Part[], origin: Origin): ExtractedCode[] {
  const setting = readSetting(parts);
  const form = FORMS[origin.service ?? ''] ?? null;
  const shortCode = message.from?.replace(/^\+/, '');
  const codes: ExtractedCode[] = [];
  for (const part of parts) {
    for (const candidate of part.candidates) {
      if (candidate.code === shortCode) continue;
      const confidence = weigh(part, candidate, setting, form) * (part.hidden ? HIDDEN : 1);
      if (confidence >= SHOWN) codes.push(describe(message, parts, origin, part, candidate, confidence));
    }
  }
  return codes;
}

function describe(
  message: MessageContent,
  parts: Part[],
  origin: Origin,
  part: Part,
  { start, end, code, prefix }: Candidate,
  weight: number,
): ExtractedCode {
  const sentence = part.text.slice(...sentenceAround(part.text, start, end));
  const known = origin.by === 'sender' || origin.by === 'signature';
  const beside = known ? null : serviceBeside(prefix, sentence);
  const service = beside ?? origin.service;
  const claimed =
    message.channel === 'email' && message.from !== null && (beside !== null || origin.by === 'text');
  const context = contextOf(part.text, start, end);
  return {
    code,
    raw: onOneLine(part.text.slice(start, end)),
    service,
    purpose: purposeOf(service, context, sensesNear(part, start, end), parts),
    validFor: null,
    confidence: Math.round(weight * (claimed ? CLAIMED : 1) * 1000) / 1000,
    found: { part: part.name, context },
  };
}

/** The words around a place, as one line. */
function contextOf(text: string, start: number, end: number): string {
  const room = Math.max(0, CONTEXT_LIMIT - (end - start)) >> 1;
  return onOneLine(text.slice(Math.max(0, start - room), end + room)).trim();
}

const onOneLine = (text: string): string => text.replace(/\n+/g, ' ');

/**
 * What the words before a place and the rest of its sentence say. What follows is often about something else:
 * "not you? Reset your password".
 */
function sensesNear({ text, hits }: Part, start: number, end: number): number {
  const to = sentenceAround(text, start, end)[1];
  return within(hits, start - CONTEXT_LIMIT, to).reduce((senses, hit) => senses | hit.all, 0);
}

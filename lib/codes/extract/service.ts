import { getDomain } from 'tldts';
import type { MessageContent } from '../extract.ts';
import { NOT_NAMES, NOT_SENDERS, PREFIXES, SERVICES } from './knowledge/services.ts';
import { fold, KIND, kindAt } from './letters.ts';
import { type Hit, Lexicon } from './lexicon.ts';
import type { Part } from './parts.ts';
import { findWords, SENSE } from './vocabulary.ts';

/**
 * Who a message is from. `by` says how it is known: the sender's domain, or the name with which a text
 * message is signed; the words of the text; the sender's own unlisted name.
 */
export type Origin = { service: string | null; by: 'sender' | 'signature' | 'text' | 'name' };

const ids: string[] = [];
const byDomain = new Map<string, string>();
const names = new Lexicon();
const written = new Set<string>();
for (const line of SERVICES.trim().split('\n')) {
  const [id = '', named = '', domains = ''] = line.split('|').map((column) => column.trim());
  // The lexicon ORs the values of an entry given twice, so a name must belong to one service only.
  names.learn(named, ids.push(id));
  for (const name of named.split(',')) written.add(name.trim());
  for (const domain of domains.split(',')) byDomain.set(domain.trim(), id);
}

/** A path is at most 256 octets (RFC 5321, 4.5.3.1.3); the rest is room for a display name. */
const FROM_LIMIT = 512;
/** A name longer than this is a sentence. */
const NAME_LIMIT = 32;
const NOT_IN_NAMES =
  SENSE.otp |
  SENSE.code |
  SENSE.password |
  SENSE.login |
  SENSE.reset |
  SENSE.secret |
  SENSE.label |
  SENSE.minute |
  SENSE.hour;
/** A name in brackets is at one of the ends of a text message, and that is no longer. */
const BRACKETS = 1000;
/** How much of a text may say who it is from: its greeting and first sentence. */
const OPENING = 100;

/**
 * Services send as themselves from their own domain, so what the domain says outweighs every word of the
 * text.
 */
export function originOf(message: MessageContent, parts: Part[]): Origin {
  const from = message.from?.slice(0, FROM_LIMIT) ?? null;
  const host = message.provenDomain ?? senderHost(from);
  const listed = host === null ? null : serviceOf(host);
  if (listed !== null) return { service: listed, by: 'sender' };
  const signature = host === null ? signatureIn(from, parts) : null;
  if (signature !== null) return { service: signature, by: 'signature' };
  const claimed = claimedBy(message.channel, from, parts);
  if (claimed !== null) return { service: claimed, by: 'text' };
  if (host !== null) return { service: getDomain(host) ?? host, by: 'name' };
  return { service: nameIn(parts), by: 'name' };
}

/** The listed service to which a host belongs. */
export function serviceOf(host: string): string | null {
  return byDomain.get(getDomain(host) ?? host) ?? null;
}

/** The service a code names itself: Google's `G-`, or the words in its own sentence ("your Uber code"). */
export function serviceBeside(prefix: string | null, context: string): string | null {
  const known = prefix === null ? undefined : PREFIXES[prefix];
  return known ?? listedName(context);
}

function senderHost(from: string | null): string | null {
  const address = from?.match(/@([^\s<>@"',;]{1,255})/g)?.pop();
  return address === undefined ? null : address.slice(1).toLowerCase();
}

/**
 * A listed name where a sender names itself: its display name or SMS sender id, the subject, the opening of a
 * text.
 */
function claimedBy(channel: MessageContent['channel'], from: string | null, parts: Part[]): string | null {
  const display = (from ?? '').replace(/<?\S+@\S+/, '');
  const found = listedName(display);
  if (found !== null) return found;
  for (const part of parts) {
    // The text of a mail names many services, of which the sender is one only by chance.
    if (part.name !== 'subject' && channel === 'email' && from !== null) continue;
    const name = listedName(part.text.slice(0, OPENING));
    if (name !== null) return name;
  }
  return null;
}

function listedName(text: string): string | null {
  // "at Amazon" is where something was bought, not who writes.
  const hit = names
    .find(text)
    .find((name) => isWritten(text, name) && !/\bat $/i.test(text.slice(0, name.start)));
  return hit === undefined ? null : (ids[hit.value - 1] ?? null);
}

/**
 * A name is written as it is listed, or with a capital letter: "Slack", but not "slack". X, of one letter, is
 * also no formula or size.
 */
function isWritten(text: string, { start, end }: Hit): boolean {
  if (end - start > 1) return kindAt(text, start) !== KIND.lower || written.has(text.slice(start, end));
  // "X-verificatiecode" and "ב-X" are its name, "2×X", "X1" and "X&Y" are not.
  const before = text.slice(Math.max(0, start - 2), start);
  return text[start] === 'X' && !/[\d&+×=] ?$/.test(before) && !/^ ?[\d&+×=]/.test(text.slice(end, end + 2));
}

/**
 * The name with which the sender of a text message signs: its sender id, 【name】 or [name]. A slug, when it is
 * not listed.
 */
function signatureIn(from: string | null, parts: Part[]): string | null {
  if (from !== null && /[a-z]/i.test(from)) return listedName(from) ?? slug(from);
  const text = parts[0]?.text.slice(0, BRACKETS) ?? '';
  for (const [, bracket = ''] of text.matchAll(/[【[［]([^】\]］\n]{2,32})[】\]］]/g)) {
    if (isName(bracket) && !NOT_SENDERS.has(bracket)) return listedName(bracket) ?? slug(bracket);
  }
  return null;
}

/** The unlisted name in "Name: …" or "your Name code", as a slug. */
function nameIn(parts: Part[]): string | null {
  const text = parts[0]?.text ?? '';
  const label = /^(?:<#>|\[#\])?\s*([^\n:：]{2,32}?)\s*[:：](?!\/)/.exec(text)?.[1];
  if (label !== undefined && isName(label)) return slug(label);
  for (const hit of findWords(text.slice(0, OPENING))) {
    const before = text.slice(Math.max(0, hit.start - NAME_LIMIT), hit.start);
    const words =
      /(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}\p{N}&.]*[ -]){1,4}$/u.exec(before)?.[0].trim().split(' ') ?? [];
    while (words[0] !== undefined && NOT_NAMES.has(fold(words[0]))) words.shift();
    const name = words.join(' ');
    if (name !== '' && isName(name)) return slug(name);
  }
  return null;
}

/**
 * A name has a letter and none of the words that name a code or ask for something; a bank may have "Secure"
 * or "Pay" in its name.
 */
function isName(words: string): boolean {
  const said = findWords(words).reduce((senses, hit) => senses | hit.all, 0);
  return /\p{L}/u.test(words) && !(said & NOT_IN_NAMES) && !(said !== 0 && !words.includes(' '));
}

function slug(name: string): string | null {
  const words = fold(name.trim()).match(/[\p{L}\p{N}]+/gu);
  return words === null ? null : words.join('-').slice(0, NAME_LIMIT);
}

import type { ExtractedLink, LinkKind } from '../extract.ts';
import type { Page } from './html.ts';
import { visible } from './letters.ts';
import type { Part } from './parts.ts';
import { findWords, SENSE } from './vocabulary.ts';

/** More than this many links to act on is a newsletter. */
const SHOWN = 20;
/** Longer addresses are not shown, stored or followed (browsers stop at 2 to 8 thousand characters). */
const HREF_LIMIT = 8192;
/** A link's text is a button or a sentence. */
const TEXT_LIMIT = 200;
/**
 * How far before a bare address its sentence is looked for: "click the link below to reset your password".
 */
const LEAD = 120;
/** The words of an address are at its front; the rest is its token. */
const PATH_LIMIT = 200;
const KINDS: [number, LinkKind][] = [
  [SENSE.reset, 'reset'],
  [SENSE.confirm | SENSE.verify, 'confirm'],
  [SENSE.login, 'sign-in'],
];

/**
 * The links of a message that a person is meant to act on: those whose words ask for it, and those that carry
 * a secret for one use.
 */
export function findLinks(parts: Part[], page: Page | null): ExtractedLink[] {
  const found: ExtractedLink[] = [];
  const seen = new Set<string>();
  const whole = parts.reduce((senses, part) => part.hits.reduce((all, hit) => all | hit.all, senses), 0);
  for (const { href, text } of [...(page?.links ?? []), ...bareLinks(parts)]) {
    if (seen.has(href)) continue;
    seen.add(href);
    const kind = kindOf(href, text, whole);
    if (kind === null) continue;
    found.push({ href, text: visible(text).replace(/\s+/g, ' ').trim().slice(0, TEXT_LIMIT), kind });
    if (found.length === SHOWN) break;
  }
  return found;
}

/** Addresses written out in plain text, with the words that lead to them. */
function bareLinks(parts: Part[]): Page['links'] {
  const links: Page['links'] = [];
  for (const part of parts) {
    if (part.name !== 'text') continue;
    for (const match of part.text.matchAll(/https?:\/\/[^\s<>"'）」】]{1,8192}/g)) {
      const lead = part.text.slice(Math.max(0, match.index - LEAD), match.index).trimEnd();
      links.push({
        href: match[0].replace(/[.,;:!?)\]]+$/, ''),
        text: lead.slice(lead.lastIndexOf('\n\n') + 1).trim(),
      });
      if (links.length >= 200) return links;
    }
  }
  return links;
}

function kindOf(href: string, text: string, whole: number): LinkKind | null {
  if (!/^https?:\/\//i.test(href) || href.length > HREF_LIMIT) return null;
  const said = sensesOf(visible(text).slice(-LEAD));
  const path = sensesOf(
    href
      .replace(/^https?:\/\/[^/?#]*/i, '')
      .slice(0, PATH_LIMIT)
      .replace(/[^a-z]+/gi, ' '),
  );
  if (said & SENSE.footer) return null;
  const own = kindIn(said) ?? kindIn(path);
  if (own !== null) return own;
  // "Click here" says nothing by itself: it is for what the message is for, when its address is for one
  // person.
  if (path & SENSE.footer || !hasSecret(href) || (said & SENSE.act) === 0) return null;
  return kindIn(whole) ?? 'other';
}

function kindIn(senses: number): LinkKind | null {
  return KINDS.find(([bits]) => senses & bits)?.[1] ?? null;
}

function sensesOf(text: string): number {
  return findWords(text).reduce((senses, hit) => senses | hit.all, 0);
}

/** Whether the address ends in something random enough to be for one person only. */
function hasSecret(href: string): boolean {
  return /[/=][A-Za-z\d_-]{20,}(?:[&#?/]|$)/.test(href) && /\d/.test(href);
}

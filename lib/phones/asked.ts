import type { CountryCode } from 'libphonenumber-js/min';
import { findPhoneNumbersInText, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** What a service asks to be texted: a word, and the number it is to go to. */
export type Asked = { to: string; text: string };

/** What stands between signs of quotation, in the pairs of many languages. */
const QUOTED = /["“”„«「『‘'`]\s*([^"“”„«»「」『』‘’'`\n]{1,160}?)\s*["“”»」』’'`]/gu;
/** “Text ABC123 to …”, “send the code ABC123 to …”, with the word in no marks. */
const NAMED =
  /\b(?:text|send|sms|type|write|message|enter|word|code|keyword)\b(?:\s+(?:an?|the|this|following|sms|text|message|word|code|keyword|with|saying|is|us))*\s*:?\s+(\S{2,40})/giu;
/** A word as services make them: capitals and digits, perhaps in groups. */
const MADE = /(?<![\p{L}\d+])(?=[\p{Lu}\d-]*\p{Lu})[\p{Lu}\d]{3,20}(?:-[\p{Lu}\d]{2,10})*(?![\p{L}\d])/gu;
const LINK = /\bsms(?:to)?:(?:\/\/)?\+?\d/i;
/** A number with its country code. */
const INTERNATIONAL = /\+\d[\d \u00a0().-]{5,20}\d/g;
/** Capitals that are no word to send. */
const NOT_MADE = new Set(['SMS', 'MMS', 'USA', 'UK', 'X', 'OK', 'STOP', 'HELP']);
/** A screen's text is short; a book is not looked through. */
const MAX_LENGTH = 5_000;

/**
 * Pure: finds in what a service shows which word it wants texted to which number, as in “Send the code AB12CD by SMS to
 * +44 7700 900123”, or in an `sms:` link (RFC 5724). Null when either is missing: a person then fills it in.
 * @param own the number that it is to be sent from, which may stand in the text too; its country is that of numbers
 * without a country code
 */
export function readAsked(shown: string, own: string): Asked | null {
  const text = shown.slice(0, MAX_LENGTH);
  // What is broken in a link is no words to look for.
  if (LINK.test(text)) return readLink(text);
  const numbers = findNumbers(text, own);
  // More than one, and nobody knows which: better none than the wrong one.
  const [found] = numbers;
  if (!found || new Set(numbers.map(({ number }) => number)).size > 1) return null;
  const around = `${text.slice(0, found.start)}\n${text.slice(found.end)}`;
  const word = findWord(around);
  return word === null ? null : { to: found.number, text: word };
}

/** `sms:+14155550100?body=ABC`, `smsto:+14155550100:ABC`, and Apple's `sms:+1…&body=`. */
function readLink(text: string): Asked | null {
  const link =
    /\bsms(?:to)?:(?:\/\/)?(\+?[\d().-]{5,20})(?:[?&;][^\s"'<>]*?\bbody=([^\s&"'<>]+)|:([^\s"'<>]+))/iu.exec(
      text,
    );
  const to = link?.[1]?.replace(/[^\d+]/g, '');
  const body = link?.[2] ?? link?.[3];
  if (!to?.startsWith('+') || !body) return null;
  try {
    return { to, text: decodeURIComponent(body.replaceAll('+', ' ')).trim() };
  } catch {
    return null;
  }
}

type FoundNumber = { number: string; start: number; end: number };

/** Those with a country code as they stand there; else those that are right for the country of our own number. */
function findNumbers(text: string, own: string): FoundNumber[] {
  const written = [...text.matchAll(INTERNATIONAL)].flatMap(({ 0: shown, index }) => {
    const number = parsePhoneNumberFromString(shown);
    return number?.isPossible() ? [{ number: number.number, start: index, end: index + shown.length }] : [];
  });
  const found = written.some(({ number }) => number !== own)
    ? written
    : findPhoneNumbersInText(text, { defaultCountry: countryOf(own) }).map(
        ({ number, startsAt, endsAt }) => ({
          ...{ number: number.number, start: startsAt, end: endsAt },
        }),
      );
  return found.filter(({ number }) => number !== own);
}

function findWord(text: string): string | null {
  for (const [, quoted] of text.matchAll(QUOTED)) if (quoted && /[\p{L}\d]/u.test(quoted)) return quoted;
  const alone = text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /^(?=.*[\p{Lu}\d])[\p{L}\d-]{4,20}$/u.test(line) && (/\d/.test(line) || isMade(line)));
  if (alone) return alone;
  for (const [, named = ''] of text.matchAll(NAMED)) {
    const word = named.replace(/[.,:;!?)]+$/u, '');
    if (/\d/.test(word) || isMade(word)) return word;
  }
  return [...text.matchAll(MADE)].map(([word]) => word).find(isMade) ?? null;
}

function isMade(word: string): boolean {
  return word === word.toUpperCase() && /\p{Lu}/u.test(word) && !NOT_MADE.has(word);
}

function countryOf(own: string): CountryCode | undefined {
  return parsePhoneNumberFromString(own)?.country;
}

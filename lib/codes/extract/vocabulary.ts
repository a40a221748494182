import { LANGUAGES } from './knowledge/languages.ts';
import { type Hit, Lexicon } from './lexicon.ts';

/** What a word of the lists says. One word may say several things, so the senses are bits. */
export const SENSE = {
  /** Names a one-time code by itself: OTP, 验证码. */
  otp: 1 << 0,
  /** May name a code for signing in, or a discount, or a door: code, kod, PIN. */
  code: 1 << 1,
  /** A word for what is typed in that is seldom sent: password. */
  password: 1 << 2,
  /** Asks to type something in: enter, use. */
  enter: 1 << 19,
  /** Says that something is for safety: security, authentication, one-time. */
  security: 1 << 3,
  /** Says that something is checked, of which services make one word for all purposes: verification. */
  verify: 1 << 4,
  login: 1 << 5,
  /** An address or account is confirmed: confirm, activate, register. */
  confirm: 1 << 6,
  reset: 1 << 7,
  /** Asks to keep it to oneself: only secrets are spoken of so. */
  secret: 1 << 8,
  /** Names another kind of code: order, ticket, "promo code". */
  other: 1 << 9,
  /** Stands before another number: account, card, call, no. */
  label: 1 << 18,
  /** Asks to send something to a number: text, reply. */
  send: 1 << 21,
  /** Speaks of an offer, or of money that has moved: discount, balance. */
  deal: 1 << 10,
  second: 1 << 11,
  minute: 1 << 12,
  hour: 1 << 13,
  day: 1 << 14,
  /** Says how long: expires, valid. */
  validity: 1 << 15,
  /** What a number counts or measures: RUB, GB, points. */
  measure: 1 << 16,
  /** What a link asks for, whatever it is for: click, continue, accept. */
  act: 1 << 20,
  /** Links that nobody is asked to follow: unsubscribe, privacy. */
  footer: 1 << 17,
} as const;
export type Sense = keyof typeof SENSE;

const lexicon = new Lexicon();
for (const words of Object.values(LANGUAGES)) {
  for (const [sense, entries] of Object.entries(words)) lexicon.learn(entries, SENSE[sense as Sense]);
}

export function findWords(text: string): Hit[] {
  return lexicon.find(text);
}

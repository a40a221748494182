import type { Sense } from '../vocabulary.ts';
import { EAST_ASIAN } from './languages/east-asian.ts';
import { GERMANIC } from './languages/germanic.ts';
import { ROMANCE } from './languages/romance.ts';
import { SEMITIC_INDIC } from './languages/semitic-indic.ts';
import { SLAVIC } from './languages/slavic.ts';
import { TURKIC_URALIC } from './languages/turkic-uralic.ts';

/**
 * The words that tell a code from any other number, by language and by what they say (`vocabulary.ts`
 * explains the senses). To teach a language, add its lines. Entries are separated by commas and compared
 * without case and accents; `word` is a whole word, `TAN` one in capitals, `word*` begins one, `*word` ends one, `*word*` stands
 * anywhere in one, and a `*` inside stands for the rest of a word. In scripts without spaces an entry matches
 * anywhere. Spaces, hyphens and line ends are the same.
 */
export type Words = { [sense in Sense]?: string };

export const LANGUAGES: { [language: string]: Words } = {
  any: {
    otp: 'otp, totp, *otp code, otp token*, otp pin, pin otp, mtan, tan code, TAC',
    other: 'pin bb, bb pin',
    code: 'pin',
    security: '2fa, mfa, 3ds, 3 d secure, *autentifi*, *autentic*, *autentik*',
    label: '№',
    validity: 'expir*',
    measure:
      'n, rub, rur, usd, eur, gbp, inr, rs, tl, uah, byn, kzt, jpy, cny, krw, idr, rp, vnd, irt, twd, aed, sar, brl, pln, czk, chf, sek, nok, dkk, huf, ron, fcfa, cfa, xof, ngn, kes, php, thb, myr, sgd, hkd, aud, cad, nzd, mxn, kb, mb, gb, tb, kg, km, cm, mm, ml, kwh, px, pts, fps, mbps, bps, xp, years, people, ppm',
    footer: 'unsubscribe, privacy, faq, help',
  },
  ...GERMANIC,
  ...ROMANCE,
  ...SLAVIC,
  ...TURKIC_URALIC,
  ...SEMITIC_INDIC,
  ...EAST_ASIAN,
};

import type { Sense } from '../vocabulary.ts';

/**
 * The words that tell a code from any other number, by language and by what they say (the senses are explained in
 * `vocabulary.ts`). To teach a language, add its lines. Entries are separated by commas and compared without case and accents;
 * `word` is a whole word, `word*` begins one, `*word` ends one, `*word*` stands anywhere in one.
 * In scripts without spaces every entry matches anywhere. Spaces and hyphens are the same.
 */
export type Words = { [sense in Sense]?: string };
export const LANGUAGES: { [language: string]: Words } = {
  any: {
    otp: 'otp, totp, *otp code, mtan, smstan, tan',
    code: 'pin',
    security: '2fa, mfa, 3ds, 3 d secure',
    measure:
      'rub, rur, usd, eur, gbp, inr, rs, try, tl, uah, byn, kzt, jpy, cny, krw, idr, rp, vnd, irt, twd, aed, sar, brl, pln, czk, chf, sek, nok, dkk, huf, ron, fcfa, cfa, xof, ngn, kes, php, thb, myr, sgd, hkd, aud, cad, nzd, mxn, kb, mb, gb, tb, kg, km, cm, mm, ml, kwh, px, pt, pts, fps, mbps, bps, xp, am, pm, x, years, people',
  },
  en: {
    otp: 'one time password, one time passcode, one time pin, one time code, passcode, passcodes, verifycode, verification number',
    code: 'code, codes, coce',
    password: 'password, passphrase',
    security:
      'security, authentication, authorization, authorisation, auth, one time, single use, two factor, two step, multi factor, temporary, secure, access',
    verify: 'verification, verify, verifying, identity, confirmation',
    login:
      'log in, login, logging in, log into, sign in, signin, signing in, signon, sign on, sign into, log on',
    confirm:
      'confirm, confirming, activation, activate, registration, register, sign up, signup, create your account, creating your account, new account',
    reset: 'reset, resetting, forgot, recovery, recover',
    secret:
      "do not share, don't share, dont share, never share, not share, don't forward, do not forward, do not give, never give, don't reply, won't call you, never call",
    other:
      'order, orders, invoice, tracking, ticket, reference, ref, call, tel, phone, fax, text, txt, dial, account, a/c, acct, card, ending, ending in, booking, reservation, flight, promo code, discount code, coupon, voucher, claim code, identifier code, zip code, postal code, area code, error code, source code, pickup code, pick up code, qr code, bar code, dress code, country code, id, customer, client, number, member, transaction, trip, room, gate, shipment, package, parcel, version, build, case, box, hotline',
    deal: 'balance, discount, promo, coupon, voucher, checkout, prize, shipped, delivery, booking, flight, reservation, meeting, claim',
    validity: 'expire, expires, expiring, expiration, valid',
    second: 'second, seconds, sec, secs',
    minute: 'minute, minutes, min, mins',
    hour: 'hour, hours, hr, hrs',
    day: 'day, days',
    footer:
      'unsubscribe, privacy, terms, help, support, preferences, view in browser, view this email, contact us, learn more, manage',
    measure:
      'points, views, followers, likes, messages, percent, items, dollars, pounds, euros, steps, miles, tokens, users, seats, members',
  },
};

import { describe, expect, test } from 'vitest';
import { extract, type MessageContent } from '#lib/codes/extract.ts';
import { email, sms } from './messages.ts';

// A code that happens to read like something else is not noticed until somebody is locked out: here are many of each form.

const CODES = 400;

/** The same ones in each run: the quotients of two mixed integers (a generator by Lehmer, as MINSTD has it). */
function randomCodes(alphabet: string, length: number): string[] {
  let state = 20_261_130;
  const next = () => {
    state = (state * 48_271) % 0x7fff_ffff;
    return alphabet[state % alphabet.length] ?? '';
  };
  return Array.from({ length: CODES }, () => Array.from({ length }, next).join(''));
}

const DIGITS = '0123456789';
const HEX = `${DIGITS}abcdef`;
const SMALL = `${DIGITS}abcdefghijklmnopqrstuvwxyz`;
const CAPITAL = SMALL.toUpperCase();

const ofX = (code: string) => ({
  ...email({
    from: 'info@x.com',
    subject: `Your X confirmation code is ${code}`,
    text: `We noticed an attempt to log in to your account.\n\n${code}\n\nIf this was not you, change your password.`,
  }),
  provenDomain: 'x.com',
});
const named = (code: string) =>
  email({ subject: 'Sign in', text: `Your verification code is: ${code}\n\nIt expires in 10 minutes.` });
const onALine = (code: string) =>
  email({ subject: 'Your verification code', text: `Hello,\n\n${code}\n\nThis code expires in 10 minutes.` });
const overAPostalCode = (code: string) =>
  email({ subject: 'Sign in', text: `Your verification code\n\n${code}\n\nAcme, 94105 San Francisco` });
const inAText = (code: string) => sms(`${code} is your Acme code. Don't share it.`);

const FORMS: [string, (code: string) => MessageContent, string, number][] = [
  ["X's, six", ofX, SMALL, 6],
  ["X's, seven", ofX, SMALL, 7],
  ["X's, eight", ofX, SMALL, 8],
  ['hexadecimal, named', named, HEX, 6],
  ['hexadecimal, on a line', onALine, HEX, 8],
  ['capitals and digits, named', named, CAPITAL, 6],
  ['four digits, named', named, DIGITS, 4],
  ['four digits, years among them, on a line', onALine, DIGITS, 4],
  ['six digits over a postal code', overAPostalCode, DIGITS, 6],
  ['six digits in a text message', inAText, DIGITS, 6],
];

describe('of random codes, each is found as it stands', () => {
  test.each(FORMS)('%s', (_, message, alphabet, length) => {
    const missed: string[] = [];
    for (const code of randomCodes(alphabet, length)) {
      const found = extract(message(code)).codes[0]?.code;
      // None is better than a wrong one.
      if (found === undefined) missed.push(code);
      else expect(found).toBe(code);
    }
    // "avbl2d" has the word for a balance in it: one in a hundred may be lost to such words.
    expect(missed.length).toBeLessThanOrEqual(CODES / 100);
  });

  test.each([
    ['capitals and digits', CAPITAL],
    ['capitals', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'],
  ])('%s, and not the postal code below', (_, alphabet) => {
    const found = randomCodes(alphabet, 6).map((code) => [
      code,
      extract(overAPostalCode(code)).codes[0]?.code,
    ]);
    const wrong = found.filter(([code, given]) => given !== undefined && given !== code);
    // Letters that read like a word are one.
    expect(wrong.length).toBeLessThanOrEqual(CODES / 50);
  });
});

test.each([
  [
    'spelled',
    '<h1>Your verification code</h1><table><tr><td>4</td><td>0</td><td>2</td><td>9</td></tr></table>',
    '4029',
  ],
  ['in groups', '<h1>Your verification code</h1><p>AB12-CD34</p>', 'AB12CD34'],
])('a code that is %s stands before a postal code', (_, html, code) => {
  expect(extract(email({ html: `${html}<p>10115 Berlin, Germany</p>` })).codes[0]?.code).toBe(code);
});

test.each([
  ['a word that is glued to it', '604178is your verification code', '604178'],
  ['a company', 'Your verification code for Acme Inc. is 604178.', '604178'],
  ['a bank by its initials', 'Your one-time code for J.P. Morgan is 604178.', '604178'],
  ['a title', 'Il codice di verifica per il Sig. Rossi è 604178.', '604178'],
  ['a polite form', 'Codul dvs. de verificare este 604178. Nu îl comunicați nimănui.', '604178'],
  ['a unit in brackets', 'Your verification code (valid for 10 min.) is 604178.', '604178'],
])('%s does not part a code from its name', (_, text, code) => {
  expect(extract(sms(text)).codes[0]?.code).toBe(code);
});

test.each([
  '12840 verification codes were delayed',
  'You have sent 5000 OTP messages',
  'We blocked 28310 one-time password requests',
  'Im November wurden 12840 Bestätigungscodes verschickt',
  'This week 12840 verification codes were sent and 48213 logins were made',
])('a number that counts codes is none: %s', (text) => {
  expect(extract(email({ subject: 'Report', text })).codes).toEqual([]);
});

test.each([
  'Xの認証コードはwqyyejfdです',
  '您的X确认码是wqyyejfd',
  'رمز تأكيد X الخاص بك هو wqyyejfd',
  'รหัสยืนยัน X ของคุณคือ wqyyejfd',
  'Kode konfirmasi X Anda adalah wqyyejfd',
  'Mã xác nhận X của bạn là wqyyejfd',
  'Codul tău de confirmare X este wqyyejfd',
])('a code of X that has no digit: %s', (subject) => {
  const message = email({ from: 'info@x.com', subject, text: 'x.com' });
  expect(extract({ ...message, provenDomain: 'x.com' }).codes[0]?.code).toBe('wqyyejfd');
});

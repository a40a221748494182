import { describe, expect, test } from 'vitest';
import { extract } from '#lib/codes/extract.ts';
import { email, sms } from './messages.ts';

const subject = 'Your verification code is 604178';

describe('whose message it is', () => {
  test.each([
    ['the domain of the sender', email({ from: 'GitHub <noreply@github.com>', subject }), 'github'],
    ['a domain below it', email({ from: 'a@e.mail.instagram.com', subject }), 'instagram'],
    ['the old domain of X', email({ from: 'verify@twitter.com', subject }), 'x'],
    [
      'an unlisted domain, as it is registered',
      email({ from: 'a@mail.harbor.example.co.uk', subject }),
      'example.co.uk',
    ],
    [
      'the proven domain, not the one in the address',
      email({ from: 'a@x.com', provenDomain: 'harbor.example', subject }),
      'harbor.example',
    ],
    [
      'the name in the subject, when the sender is unknown',
      email({ from: null, subject: 'Your Discord code is 604178' }),
      'discord',
    ],
    [
      'the display name, when the sender is unlisted',
      email({ from: 'PayPal <a@evil.example>', subject }),
      'paypal',
    ],
    ['the sender id of a text message', sms('Code: 604178', 'WhatsApp'), 'whatsapp'],
    ['an unlisted sender id', sms('Code: 604178', 'MyHarbor'), 'myharbor'],
    ['a name in brackets', sms('[Blue Harbor] Code: 604178'), 'blue-harbor'],
    [
      'the second name in brackets, after that of the carrier',
      sms('[Web발신]\n[하버페이] 인증번호 604178'),
      '하버페이',
    ],
    [
      'the host of an origin-bound code',
      sms('604178 is your code.\n\n@harbor.example #604178'),
      'harbor.example',
    ],
    [
      'the host of an origin-bound code for an embedded page',
      sms('604178 is your code.\n\n@harbor.example #604178 %pay.example'),
      'harbor.example',
    ],
    ['the listed service of that host', sms('604178 is your code.\n\n@x.com #604178'), 'x'],
    ['a name before a colon', sms('Blue Harbor: 604178 is your code'), 'blue-harbor'],
    ['a name in the sentence', sms('Your Blue Harbor verification code is 604178'), 'blue-harbor'],
    ['Google by its prefix', sms('G-604178'), 'google'],
    ['nobody', sms('Your code is 604178'), null],
    ['nobody: a number is no name', sms('Your code is 604178', '+14155550142'), null],
  ])('%s', (_, message, service) => {
    const extraction = extract(message);
    expect(extraction.service).toBe(service);
    expect(extraction.codes[0]?.service).toBe(service);
  });

  test('a message without a code has one too', () => {
    const { codes, service } = extract(email({ subject: 'New login to X from Firefox on Linux' }));
    expect(codes).toEqual([]);
    expect(service).toBe('x');
  });

  test.each([
    ['a letter that is no X', sms('Your code is 604178. Screen: 1080X1920')],
    ['a sum', sms('2 X 3 = 6. Your code is 604178')],
    ['a lower-case word', sms('Your code is 604178. Wait in line at the slack tide')],
  ])('%s names no service', (_, message) => {
    expect(extract(message).service).toBe(null);
  });

  test("the sender's own short code is not its code", () => {
    expect(extract(sms('Your verification code will follow from 60417', '60417')).codes).toEqual([]);
  });

  test('several codes come best first', () => {
    const { codes } = extract(sms('Your login code is 604178. Code 9921 is for the kiosk.'));
    expect(codes.map(({ code }) => code)).toEqual(['604178', '9921']);
    expect(codes[0]?.confidence).toBeGreaterThan(codes[1]?.confidence ?? 1);
  });
});

describe('what a code is for', () => {
  test.each([
    ['to log in', sms('Your Harbor login code is 604178'), 'login'],
    ['to log in, in Turkish', sms('Giriş kodunuz: 604178'), 'login'],
    [
      'to confirm an address',
      email({ from: 'a@harbor.example', subject: 'Confirm your email address', text: 'Your code is 604178' }),
      'confirm',
    ],
    [
      'to reset a password',
      email({ from: 'a@harbor.example', subject: 'Reset your password', text: 'Enter the code 604178' }),
      'reset',
    ],
    ['nothing that it says', sms('Your Harbor code is 604178'), 'other'],
    [
      "X's confirmation code is for logging in",
      email({ subject: 'Your X confirmation code is 7hq2m9zd' }),
      'login',
    ],
    [
      "X's verification code is for an address",
      email({ subject: '604178 is your X verification code' }),
      'confirm',
    ],
    [
      "X's code to reset a password",
      email({ subject: 'Password reset request', text: 'Use the confirmation code below.\n\n7hq2m9zd' }),
      'reset',
    ],
  ])('%s', (_, message, purpose) => {
    expect(extract(message).codes[0]?.purpose).toBe(purpose);
  });
});

describe('how long it is good for, in seconds', () => {
  test.each([
    ['minutes', 'It expires in 10 minutes.', 600],
    ['a minute', 'Valid for 1 minute.', 60],
    ['seconds', 'This code expires in 90 seconds', 90],
    ['hours in words', 'Verification codes expire after two hours.', 7200],
    ['an hour', 'It is valid for an hour.', 3600],
    ['minutes in brackets', '(30 min)', 1800],
    ['a day', 'Valid for 1 day.', 86_400],
    ['hours that are not about the code', 'We answer within the day. Open 24 hours.', null],
    ['nothing', 'Thanks.', null],
    ['German words', 'Der Code ist zwei Stunden gültig.', 7200],
    ['Spanish words', 'Los códigos vencen después de dos horas.', 7200],
    ['Arabic dual', 'تنتهي صلاحية الرمز بعد ساعتين', 7200],
    ['Hebrew dual', 'תוקף הקוד יפוג בעוד שעתיים', 7200],
    ['Chinese', '验证码5分钟内有效', 300],
    ['Chinese words', '验证码将在两小时后过期', 7200],
    ['Japanese', '有効期限は10分です', 600],
    ['Korean', '인증번호는 3분간 유효합니다', 180],
    ['Arabic digits', 'صالح لمدة ١٠ دقائق', 600],
    ['after what has been', 'Somebody signed in 1 minute ago. The code is valid for 30 minutes.', 1800],
    [
      'after what comes sooner',
      'If it is not there within 2 minutes, ask again. It expires in 30 minutes.',
      1800,
    ],
    ['after minutes of something else', 'Reading time: 1 minute. It expires in 2 hours.', 7200],
    ['a fraction', 'Codes expire in 1.5 hours', 5400],
    ['a fraction with a comma', 'Gültig: 1,5 Stunden', 5400],
    ['half an hour', 'Valid for half an hour', 1800],
    ['what has been alone', 'Somebody signed in 5 minutes ago.', null],
    ['what has been alone, in German', 'Vor 5 Minuten hat sich jemand angemeldet.', null],
    ['that of the password', 'Your password expires in 3 days.', null],
  ])('%s', (_, tail, seconds) => {
    expect(extract(sms(`Your code is 604178. ${tail}`)).codes[0]?.validFor).toBe(seconds);
  });
});

import { describe, expect, test } from 'vitest';
import { extract } from '#lib/codes/extract.ts';
import { email, sms } from './messages.ts';

describe('X in English', () => {
  test.each([
    [
      'a subject that begins with the code',
      email({ subject: '493027 is your X verification code' }),
      '493027',
    ],
    [
      'a subject that ends with the code',
      email({ subject: 'Your X confirmation code is 7hq2m9zd' }),
      '7hq2m9zd',
    ],
    [
      'six characters of letters and digits',
      email({ subject: 'Your X confirmation code is 4kd91x' }),
      '4kd91x',
    ],
    ['a code of letters only', email({ subject: 'Your X confirmation code is qmzxwhtv' }), 'qmzxwhtv'],
    ['leading zeros', email({ subject: '004271 is your X verification code' }), '004271'],
    [
      'the old name',
      email({ from: 'info@twitter.com', subject: 'Your Twitter confirmation code is 318552' }),
      '318552',
    ],
    [
      'the text alone, the code on its own line',
      email({
        text: 'Please enter this verification code to go on:\n\n662019\n\nIt expires after two hours.',
      }),
      '662019',
    ],
    [
      'the HTML alone',
      email({ html: '<style>.w-100{width:100%}</style><p>Enter this verification code:</p><h1>662019</h1>' }),
      '662019',
    ],
  ])('%s', (_, message, code) => {
    const [first] = extract(message).codes;
    expect(first?.code).toBe(code);
    expect(first?.service).toBe('x');
    expect(first?.confidence).toBeGreaterThan(0.8);
  });

  test.each([
    ['a text message', sms('Your X authentication code is 735204. Never share it.'), '735204'],
    ['a login code by text', sms('X login code: 735204'), '735204'],
    ['a reset code of eight letters and digits', sms('Your X password reset code is 8fk20ma1'), '8fk20ma1'],
  ])('%s', (_, message, code) => {
    const [first] = extract(message).codes;
    expect(first).toMatchObject({ code, service: 'x' });
  });

  test.each([
    [
      'a new login',
      email({
        subject: 'New login to X from ChromeDesktop on Windows',
        text: 'We saw a login on Mar 3, 2026.',
      }),
    ],
    [
      'a changed password',
      email({
        subject: 'Your X password has been changed',
        text: 'It was changed on 4/8/2026, 11:20:31 AM.',
      }),
    ],
    [
      'a digest',
      email({ subject: 'Your posts got 12,400 views this week', text: 'See the 27 new replies.' }),
    ],
    [
      'a payout',
      email({
        subject: 'You got paid',
        text: '$2,318.40 is on its way.\n\nX Corp. 865 FM 1209, Bastrop, TX 78602',
      }),
    ],
    ['a warning without a code', sms('X will never ask you for your verification code. Do not share it.')],
  ])('%s has no code', (_, message) => {
    expect(extract(message).codes).toEqual([]);
  });

  test('a mail that only says X, from somebody else, is shown as claimed and with less confidence', () => {
    const subject = '493027 is your X verification code';
    const genuine = extract(email({ subject })).codes[0];
    const forged = extract(email({ from: 'X <verify@x.com.evil.example>', subject })).codes[0];
    expect(forged).toMatchObject({ code: '493027', service: 'x' });
    expect(forged?.confidence).toBeLessThan((genuine?.confidence ?? 0) * 0.7);
  });

  test('a mail from another listed service is that service, whatever it says', () => {
    expect(extract(email({ from: 'noreply@github.com', subject: '493027 is your X code' })).service).toBe(
      'github',
    );
  });
});

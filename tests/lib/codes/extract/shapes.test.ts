import { describe, expect, test } from 'vitest';
import { extract } from '#lib/codes/extract.ts';
import { email, sms } from './messages.ts';

describe('a code of any service', () => {
  test.each([
    ['after its keyword', sms('Your Harbor code is 60417'), '60417', '60417'],
    ['before its keyword', sms('60417 is your Harbor verification code'), '60417', '60417'],
    ['in two groups with a space', sms('Your verification code is 604 178'), '604178', '604 178'],
    ['in two groups with a hyphen', sms('Your verification code is 604-178'), '604178', '604-178'],
    ['with the prefix of Google', sms('G-604178 is your Google verification code'), '604178', 'G-604178'],
    [
      'letters and digits in two groups',
      email({ subject: 'Tidepool confirmation code: K7Q-2XN' }),
      'K7Q2XN',
      'K7Q-2XN',
    ],
    ['capital letters only', sms('Security code: QXZPTR'), 'QXZPTR', 'QXZPTR'],
    ['full-width digits', sms('Your verification code is １２３４５６'), '123456', '１２３４５６'],
    [
      'one digit a cell',
      email({
        html: '<p>Your login code</p><table><tr><td>4</td><td>0</td><td>9</td><td>2</td></tr></table>',
      }),
      '4092',
      '4 0 9 2',
    ],
  ])('%s', (_, message, code, raw) => {
    const [first] = extract(message).codes;
    expect(first).toMatchObject({ code, raw });
    expect(first?.found.context).toContain(raw);
    expect(first?.found.context.length).toBeLessThanOrEqual(160);
  });
});

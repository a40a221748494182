import { expect, test } from 'vitest';
import { readAsked } from '#lib/phones/asked.ts';

const OWN = '+14155550100';

test.each([
  ['Text the word “VERIFY” to +44 7700 900123 from your phone.', '+447700900123', 'VERIFY'],
  ['Send an SMS with the code AB12CD to +1 (415) 555-2671.', '+14155552671', 'AB12CD'],
  ['To confirm that it’s you, send 482913 to +447400123456 from +1 415-555-0100', '+447400123456', '482913'],
  ['Send this message:\n\nX-7K2P9\n\nto (415) 555-2671', '+14155552671', 'X-7K2P9'],
  ['Text "Confirm my account 99" to +33 6 12 34 56 78', '+33612345678', 'Confirm my account 99'],
  ['Envoyez « ABC123 » par SMS au +33 6 12 34 56 78', '+33612345678', 'ABC123'],
  ['「認証 4821」を +81 90-1234-5678 に送信してください', '+819012345678', '認証 4821'],
  ['sms:+447700900123?body=VERIFY%20482913', '+447700900123', 'VERIFY 482913'],
  ['<a href="sms:+447700900123&body=AB12">Open messages</a>', '+447700900123', 'AB12'],
  ['smsto:+447700900123:AB12', '+447700900123', 'AB12'],
  ['We need an SMS. Text XK-492-QP to +1 415 555 2671 within 10 minutes.', '+14155552671', 'XK-492-QP'],
])('in %j the number and the word are recognised', (shown, to, text) => {
  expect(readAsked(shown, OWN)).toEqual({ to, text });
});

test.each([
  ['nothing', ''],
  ['no number', 'Text the word “VERIFY” to us.'],
  ['no word', 'Send an SMS to +44 7700 900123.'],
  ['only our own number', 'Text “VERIFY” from +1 415-555-0100'],
  ['two numbers', 'Text “VERIFY” to +44 7700 900123 or +1 415 555 2671'],
  ['a short code, which is refused when it is typed', 'Text “VERIFY” to 40404'],
  ['a link that is broken', 'sms:+447700900123?body=%E0%A4%A'],
])('with %s it is left to the person', (_, shown) => {
  expect(readAsked(shown, OWN)).toBeNull();
});

test('a book is not looked through for long', () => {
  expect(readAsked('sms'.repeat(200_000), OWN)).toBeNull();
});

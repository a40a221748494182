import { expect, test } from 'vitest';
import { extract } from '#lib/codes/extract.ts';
import { readSpoken } from '#lib/codes/spoken.ts';

test.each([
  ['Your code is one two three four five six.', 'Your code is 123456.'],
  ['Your code is 1, 2, 3... 4, 5, 6. Goodbye.', 'Your code is 123456. Goodbye.'],
  ['Your code is 12 34 56', 'Your code is 123456'],
  ['your code is four double five nine triple zero', 'your code is 4559000'],
  ['Your code is oh seven three. Five three two.', 'Your code is 073532.'],
  ['It is 4 8 2 9 1 3. 4 8 2 9 1 3.', 'It is 482913.'],
  ['Your code is 4 8 2 9. Again, your code is 4 8 2 9.', 'Your code is 4829. Again, your code is 4829.'],
  ['Your code is 8 to 3 for 1 won 9.', 'Your code is 8234119.'],
  ['Your code is seventy three, twenty one, oh six.', 'Your code is 732106.'],
  ['Your code is five five one two. Ten minutes are left.', 'Your code is 5512. Ten minutes are left.'],
  ['Your code is 5 5 1 2. It expires in 10 minutes.', 'Your code is 5512. It expires in 10 minutes.'],
  ['Your code is 123 456. 123 456.', 'Your code is 123456.'],
  ['Your code is one two dash three four', 'Your code is 1234'],
  ['Your six digit code is 4 8 2 9 1 3.', 'Your six digit code is 482913.'],
  ['To hear it again, press one. For help, press two.', 'To hear it again, press one. For help, press two.'],
  ['It is for you, one of two to go.', 'It is for you, one of two to go.'],
  ['Your code is 482913.', 'Your code is 482913.'],
  ['Nobody double checks.', 'Nobody double checks.'],
  ['constructor toString one two', 'constructor toString one two'],
  ['', ''],
])('“%s” is read as “%s”', (said, read) => {
  expect(readSpoken(said)).toBe(read);
});

test('the code of a call is found; the same words in a text are not taken for digits', () => {
  const text =
    'Hello. Your X verification code is four, eight, two. Nine, one, three. Again: four eight two nine one three. Goodbye.';
  const said = { from: '+14155550177', subject: null, text, html: null };
  expect(extract({ ...said, channel: 'voice' })).toMatchObject({
    ...{ service: 'x', codes: [{ code: '482913', service: 'x' }] },
  });
  expect(extract({ ...said, channel: 'sms' }).codes).toEqual([]);
});

test('a long transcription takes no longer for each word than a short one', () => {
  const said = 'double one to two, '.repeat(20_000);
  expect(readSpoken(said).length).toBeLessThan(said.length);
});

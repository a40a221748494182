import { afterEach, expect, test } from 'vitest';
import { type Readers, startReaders } from '#inbound/email/readers.ts';

const started: Readers[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((readers) => readers.stop()));
});
const start = (...args: Parameters<typeof startReaders>) => {
  const readers = startReaders(...args);
  started.push(readers);
  return readers;
};

const file = new URL('./readers/stubborn.ts', import.meta.url);
const mail = (body: string) =>
  Buffer.from(`From: X <info@x.com>\r\nSubject: 123456 is your X code\r\n\r\n${body}`);

test('a mail is read on another thread, with all that there is in it', async () => {
  const content = await start().read(mail('Hello'));
  expect(content).toMatchObject({
    from: { address: 'info@x.com', name: 'X' },
    subject: '123456 is your X code',
    text: 'Hello',
    headers: [
      ['From', 'X <info@x.com>'],
      ['Subject', '123456 is your X code'],
    ],
    problem: null,
    extraction: { service: 'x', codes: [{ code: '123456' }] },
  });
});

test.each(['LOOP', 'EXHAUST', 'CRASH'])(
  'a mail that says %s is kept with its headers, and those beside it are read',
  async (word) => {
    const readers = start({ file, milliseconds: 2_000, heap: 64 });
    const all = await Promise.all(['one', word, 'two'].map((body) => readers.read(mail(body))));
    expect(all.map(({ text }) => text)).toEqual(['one', null, 'two']);
    expect(all[1]).toMatchObject({
      headers: [
        ['From', 'X <info@x.com>'],
        ['Subject', '123456 is your X code'],
      ],
      problem: 'It could not be read; its source has all of it.',
      extraction: { codes: [] },
    });
    expect(await readers.read(mail('three'))).toMatchObject({ text: 'three', problem: null });
  },
);

import { afterEach, describe, expect, test } from 'vitest';
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

describe('who sent it', () => {
  const judging = new URL('./readers/judging.ts', import.meta.url);
  const session = { envelopeFrom: 'bounce@x.com', remoteAddress: '192.0.2.1', heloName: 'mx.x.com' };
  const verdict = { spf: 'pass', dkim: 'none', dmarc: 'pass', arc: 'none', provenDomain: 'x.com' };

  test('comes along with the content of a mail, where it is known by then', async () => {
    const readers = start({ file: judging });
    const source = mail('Hello');
    const [found, content] = await Promise.all([readers.judge(source, session), readers.read(source)]);
    expect(content).toMatchObject({ text: 'Hello', verdict });
    expect(found).toEqual(verdict);
    expect((await readers.read(source)).verdict).toBeUndefined();
  });

  test('follows where it takes longer, and the content does not wait for it', async () => {
    const readers = start({ file: judging });
    const source = mail('SLOWEST');
    const order: string[] = [];
    const found = readers.judge(source, session).finally(() => order.push('judged'));
    const content = await readers.read(source).finally(() => order.push('read'));
    expect(content.verdict).toBeUndefined();
    expect(await found).toEqual(verdict);
    expect(order).toEqual(['read', 'judged']);
  });

  test('is found of a mail that nobody reads, many at a time', async () => {
    const readers = start({ file: judging });
    const found = await Promise.all(
      Array.from({ length: 50 }, (_, i) => readers.judge(mail(`SLOW ${i}`), session)),
    );
    expect(found).toEqual(Array.from({ length: 50 }, () => verdict));
  });

  test('is asked again where another mail has cost its thread', async () => {
    const readers = start({ file: judging, milliseconds: 1_000 });
    const slow = mail('SLOWEST');
    const found = readers.judge(slow, session);
    await readers.read(slow);
    await Promise.allSettled([readers.judge(mail('LOOP'), session)]);
    expect(await found).toEqual(verdict);
  });

  test('is an error where judging fails, at once or later, and of a mail that no thread survives', async () => {
    const readers = start({ file: judging, milliseconds: 1_000 });
    await expect(readers.judge(mail('BROKEN'), session)).rejects.toThrow('It is broken.');
    await expect(readers.judge(mail('SLOW BROKEN'), session)).rejects.toThrow('It is broken.');
    const source = mail('LOOP');
    const [found, content] = await Promise.allSettled([readers.judge(source, session), readers.read(source)]);
    expect(found).toMatchObject({ status: 'rejected', reason: { message: 'It could not be judged.' } });
    expect(content).toMatchObject({ status: 'fulfilled', value: { text: null, headers: [{}, {}] } });
    expect(await readers.judge(mail('Hello'), session)).toEqual(verdict);
  });
});

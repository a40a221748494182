import { PassThrough } from 'node:stream';
import type { SMTPServerDataStream } from 'smtp-server';
import { expect, test } from 'vitest';
import { Intake } from '#inbound/smtp/source.ts';

const stream = (): SMTPServerDataStream =>
  Object.assign(new PassThrough(), { byteLength: 0, sizeExceeded: false });
const keep = async (source: Buffer | 'too-big') => source.toString();

test('a mail is handed on whole, however it came', async () => {
  const mail = stream();
  const taken = new Intake(100).take(mail, keep);
  for (const piece of ['a', 'b', 'c']) mail.write(piece);
  mail.end();
  expect(await taken).toBe('abc');
});

test('when all together hold too much, the next one is asked to come again, and room comes back', async () => {
  const intake = new Intake(100);
  const first = stream();
  let release = () => {};
  const storing = intake.take(
    first,
    () =>
      new Promise<void>((resolve) => {
        release = resolve;
      }),
  );
  first.end('x'.repeat(90));
  await new Promise(setImmediate);
  const second = stream();
  second.end('y'.repeat(20));
  await expect(intake.take(second, keep)).rejects.toMatchObject({ responseCode: 452, reason: 'overloaded' });
  release();
  await storing;
  const third = stream();
  third.end('z'.repeat(90));
  expect(await intake.take(third, keep)).toHaveLength(90);
});

test('a mail over the size is drained without being kept', async () => {
  const intake = new Intake(100);
  const mail = stream();
  const taken = intake.take(mail, keep);
  mail.write('x'.repeat(50));
  await new Promise(setImmediate);
  mail.sizeExceeded = true;
  for (let i = 0; i < 100; i++) mail.write('x'.repeat(50));
  mail.end();
  expect(await taken).toBe('too-big');
});

test('a sender that goes away gives back what it held', async () => {
  const intake = new Intake(100);
  for (let i = 0; i < 3; i++) {
    const mail = stream();
    const taken = intake.take(mail, keep);
    mail.write('x'.repeat(90));
    await new Promise(setImmediate);
    mail.destroy();
    await expect(taken).rejects.toThrow();
  }
  const next = stream();
  next.end('fits');
  expect(await intake.take(next, keep)).toBe('fits');
});

import { PassThrough } from 'node:stream';
import type { SMTPServerDataStream } from 'smtp-server';
import { expect, test } from 'vitest';
import { Intake } from '#inbound/smtp/source.ts';

const KIB = 1024;
const stream = (): SMTPServerDataStream =>
  Object.assign(new PassThrough(), { byteLength: 0, sizeExceeded: false });
const mailOf = (...pieces: string[]) => {
  const mail = stream();
  for (const piece of pieces) mail.write(piece);
  mail.end();
  return mail;
};
const OVERLOADED = { responseCode: 452, reason: 'overloaded' };

test('a mail is handed on whole, however it came', async () => {
  const { source } = await new Intake(200 * KIB).read(mailOf('a', 'b', 'c'), 'one');
  expect(source.toString()).toBe('abc');
});

test('when one network holds its share, its next mail is asked to come again, and that of another is taken', async () => {
  const intake = new Intake(400 * KIB);
  const { release } = await intake.read(mailOf('x'.repeat(160 * KIB)), 'one');
  expect(intake.isFull('one')).toBe(true);
  await expect(intake.read(mailOf('y'), 'one')).rejects.toMatchObject(OVERLOADED);
  expect(intake.isFull('two')).toBe(false);
  const other = await intake.read(mailOf('y'), 'two');
  expect(other.source.toString()).toBe('y');
  release();
  other.release();
  expect((await intake.read(mailOf('z'), 'one')).source.toString()).toBe('z');
});

test('when all together hold too much, the next one is asked to come again, whoever sends it', async () => {
  const intake = new Intake(400 * KIB);
  const held = [];
  for (const network of ['one', 'two', 'three'])
    held.push(await intake.read(mailOf('x'.repeat(95 * KIB)), network));
  await expect(intake.read(mailOf('y'), 'four')).rejects.toMatchObject(OVERLOADED);
  for (const { release } of held) release();
  expect((await intake.read(mailOf('y'), 'four')).source.toString()).toBe('y');
});

test('small mails count for what they take besides their bytes', async () => {
  const intake = new Intake(1024 * KIB);
  let taken = 0;
  for (; !intake.isFull('one') && taken < 1_000; taken++) await intake.read(mailOf('x'), 'one');
  expect(taken).toBe(15);
  await expect(intake.read(mailOf('x'), 'one')).rejects.toMatchObject(OVERLOADED);
});

test('a mail over the size is drained without being kept', async () => {
  const intake = new Intake(200 * KIB);
  const mail = stream();
  const taken = intake.read(mail, 'one');
  mail.write('x'.repeat(50 * KIB));
  await new Promise(setImmediate);
  mail.sizeExceeded = true;
  for (let i = 0; i < 100; i++) mail.write('x'.repeat(50 * KIB));
  mail.end();
  expect((await taken).source).toBe('too-big');
  expect(intake.isFull('one')).toBe(false);
});

test('a sender that goes away gives back what it held', async () => {
  const intake = new Intake(200 * KIB);
  for (let i = 0; i < 5; i++) {
    const mail = stream();
    const taken = intake.read(mail, 'one');
    mail.write('x'.repeat(60 * KIB));
    await new Promise(setImmediate);
    mail.destroy();
    await expect(taken).rejects.toThrow();
  }
  expect((await intake.read(mailOf('fits'), 'one')).source.toString()).toBe('fits');
});

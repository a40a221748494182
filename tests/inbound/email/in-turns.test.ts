import { once } from 'node:events';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { inTurns, TooMuchWork } from '#inbound/email/in-turns.ts';

const reader = (read: (bytes: Buffer) => void) =>
  new Writable({
    write(chunk, _, done) {
      read(chunk);
      done();
    },
  });

test('all of the mail is handed on, in order', async () => {
  const mail = Buffer.from(Array.from({ length: 50_000 }, (_, i) => `line ${i}\r\n`).join(''));
  const read: Buffer[] = [];
  await once(inTurns(mail).pipe(reader((bytes) => read.push(bytes))), 'finish');
  expect(Buffer.concat(read).equals(mail)).toBe(true);
});

test('a reader that works too long is stopped', async () => {
  const stream = inTurns(Buffer.alloc(1024 * 1024), -1);
  let slices = 0;
  const failed = once(stream, 'error');
  stream.pipe(reader(() => slices++));
  expect((await failed)[0]).toBeInstanceOf(TooMuchWork);
  expect(slices).toBe(1);
});

test('a reader that fails ends the handing over', async () => {
  const stream = inTurns(Buffer.alloc(1024 * 1024));
  const failed = once(stream, 'error');
  const broken = new Writable({ write: (_, __, done) => done(new Error('broken')) });
  broken.on('error', () => {});
  stream.pipe(broken);
  expect((await failed)[0]).toMatchObject({ message: 'broken' });
});

import { expect, test } from 'vitest';
import handle from '#inbound/email/on-thread.ts';

const mail = (kilobytes: number) =>
  Buffer.from(`From: X <info@x.com>\r\n\r\n${`${'word '.repeat(14)}\r\n`.repeat(14 * kilobytes)}`);

/** The turns of the event loop until each of these mails is read, which begin together. */
async function turnsUntilRead(mails: Buffer[]): Promise<number[]> {
  let turns = 0;
  const turn = () => {
    turns += 1;
    next = setImmediate(turn);
  };
  let next = setImmediate(turn);
  const ends = mails.map((source) =>
    handle({ source, reads: true, session: null }).then(({ content }) => {
      expect(content?.text).toMatch(/^word/);
      return turns;
    }),
  );
  const all = await Promise.all(ends);
  clearImmediate(next);
  return all;
}

test('of a burst of short mails the first are ready long before the last', async () => {
  const turns = await turnsUntilRead(Array.from({ length: 10 }, () => mail(40)));
  expect(turns).toEqual(turns.toSorted((a, b) => a - b));
  expect(turns[0]).toBeLessThan((turns.at(-1) ?? 0) / 3);
});

test('a short mail does not wait for the long ones before it', async () => {
  const turns = await turnsUntilRead([mail(600), mail(600), mail(600), mail(600), mail(1)]);
  expect(turns.at(-1)).toBeLessThan(Math.min(...turns.slice(0, -1)));
});

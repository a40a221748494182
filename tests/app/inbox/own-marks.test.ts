import { expect, test } from 'vitest';
import { asMarked, rememberArchived } from '#app/(workspace)/inbox/own-marks.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

const MESSAGE: MessageSummary = {
  ...{
    id: 'a',
    channel: 'email',
    direction: 'inbound',
    address: 'brand@inbox.example',
    to: [],
    subject: null,
  },
  from: { address: 'info@x.com', name: 'X' },
  ...{ snippet: '', service: 'x', size: 1, receivedAt: '2026-11-24T09:59:00.000Z', sentAt: null, codes: [] },
  ...{ attachmentCount: 0, problem: null, noteCount: 0, archived: false },
  authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', provenDomain: 'x.com' },
};
const other = { ...MESSAGE, id: 'b' };

test('an answer that was asked for before the server knew of a mark has it; a later one speaks for itself', () => {
  const askedBefore = performance.now();
  const known = rememberArchived('a', true);
  expect(asMarked([MESSAGE, other], askedBefore)).toEqual([{ ...MESSAGE, archived: true }, other]);
  expect(asMarked([MESSAGE], performance.now() + 1_000)).toEqual([{ ...MESSAGE, archived: true }]);
  known();
  expect(asMarked([MESSAGE], askedBefore)).toEqual([{ ...MESSAGE, archived: true }]);
  expect(asMarked([MESSAGE], performance.now() + 1)).toEqual([MESSAGE]);
});

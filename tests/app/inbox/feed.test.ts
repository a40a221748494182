import { describe, expect, test } from 'vitest';
import { belongs, withCode, withMark, withMessage, without } from '#app/(workspace)/inbox/feed.ts';
import type { MessageList } from '#app/(workspace)/inbox/queries.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

function message(second: number, change: Partial<MessageSummary> = {}): MessageSummary {
  const id = `00000000-0000-7000-8000-${String(second).padStart(12, '0')}`;
  return {
    id,
    channel: 'email',
    direction: 'inbound',
    address: 'brand@inbox.example',
    from: { address: 'info@x.com', name: 'X' },
    to: ['brand@inbox.example'],
    subject: `Message ${second}`,
    snippet: '',
    service: 'x',
    size: 1,
    receivedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
    sentAt: null,
    codes: [],
    attachmentCount: 0,
    noteCount: 0,
    authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', provenDomain: 'x.com' },
    unread: true,
    ...change,
  };
}

const withCodeOf = (second: number, change: Partial<MessageSummary> = {}) =>
  message(second, {
    codes: [
      {
        id: `c${second}`,
        code: '123456',
        state: 'usable',
        purpose: 'login',
        service: 'x',
        expiresAt: '2027-01-01T00:00:00.000Z',
        claimedBy: null,
      },
    ],
    ...change,
  });

const listOf = (...pages: MessageSummary[][]): MessageList => ({
  pages: pages.map((data, at) => ({ data, nextCursor: at === pages.length - 1 ? null : `after ${at}` })),
  pageParams: pages.map((_, at) => (at === 0 ? null : `after ${at - 1}`)),
});
const subjects = (list: MessageList) => list.pages.map((page) => page.data.map(({ subject }) => subject));
const states = (list: MessageList) =>
  list.pages.flatMap((page) => page.data.map(({ codes }) => codes[0]?.state));

describe('a message that comes', () => {
  test('stands on top of the list', () => {
    const list = withMessage(listOf([message(2), message(1)]), message(3));
    expect(subjects(list)).toEqual([['Message 3', 'Message 2', 'Message 1']]);
  });

  test('stands in its place when it is announced late', () => {
    const list = withMessage(listOf([message(5), message(4)], [message(2), message(1)]), message(3));
    expect(subjects(list)).toEqual([
      ['Message 5', 'Message 4'],
      ['Message 3', 'Message 2', 'Message 1'],
    ]);
  });

  test('is the first of an empty list', () => {
    expect(subjects(withMessage(listOf([]), message(1)))).toEqual([['Message 1']]);
  });

  test('is left out when it belongs below what is loaded', () => {
    const list = listOf([message(5)], [message(4)]);
    const cut = { ...list, pages: list.pages.slice(0, 1) };
    expect(withMessage(cut, message(3))).toBe(cut);
  });

  test('takes the place of its earlier self, and stays read', () => {
    const list = withMark(listOf([message(2), message(1)]), message(1).id, { unread: false });
    const { unread: _, ...event } = message(1, { subject: 'Proven now' });
    const changed = withMessage(list, event);
    expect(subjects(changed)).toEqual([['Message 2', 'Proven now']]);
    expect(changed.pages[0]?.data[1]?.unread).toBe(false);
  });
});

describe('a newer code', () => {
  test('replaces the older of the same address and service, across pages', () => {
    const list = withMessage(listOf([withCodeOf(2)], [withCodeOf(1)]), withCodeOf(3));
    expect(states(list)).toEqual(['usable', 'superseded', 'superseded']);
  });

  test('leaves those of other addresses and services alone', () => {
    const other = withCodeOf(1, { address: 'dev@inbox.example' });
    const github = withCodeOf(2);
    const [code] = github.codes;
    if (code) code.service = 'github';
    expect(states(withMessage(listOf([github, other]), withCodeOf(3)))).toEqual([
      'usable',
      'usable',
      'usable',
    ]);
  });

  test('does not replace a proven one when it is not proven itself', () => {
    const forged = withCodeOf(3, {
      authentication: { spf: 'fail', dkim: 'none', dmarc: 'fail', provenDomain: null },
    });
    expect(states(withMessage(listOf([withCodeOf(2)]), forged))).toEqual(['usable', 'usable']);
  });

  test('leaves a taken one taken', () => {
    const taken = withCode(listOf([withCodeOf(1)]), {
      id: 'c1',
      messageId: message(1).id,
      state: 'claimed',
    } as PublicCode);
    expect(states(withMessage(taken, withCodeOf(2)))).toEqual(['usable', 'claimed']);
  });
});

describe('a message belongs', () => {
  const brand = { address: 'brand@inbox.example' };
  test.each([
    ['to the inbox', { archived: 'false' }, {}, 'yes'],
    ['not to it once it is archived', { archived: 'false' }, { archived: true }, 'no'],
    ['to what is archived', { archived: 'true' }, { archived: true }, 'yes'],
    ['to its address', { ...brand, archived: 'false' }, {}, 'yes'],
    ['not to another', { address: 'dev@inbox.example' }, {}, 'no'],
    ['perhaps to a search', { q: 'code' }, {}, 'unknown'],
    ['perhaps to an account', { accountId: 'a', archived: 'false' }, {}, 'unknown'],
    ['not to a search elsewhere', { address: 'dev@inbox.example', q: 'code' }, {}, 'no'],
  ] as const)('%s', (_, parameters, change, answer) => {
    expect(belongs(parameters, message(1, change))).toBe(answer);
  });

  test('no longer to a list that it has been taken out of', () => {
    expect(subjects(without(listOf([message(2), message(1)]), message(2).id))).toEqual([['Message 1']]);
  });
});

import { describe, expect, test } from 'vitest';
import {
  callerOf,
  checksOf,
  hostOf,
  markCode,
  proofOf,
  stateAt,
  stateWords,
} from '#app/(workspace)/inbox/states.ts';

const none = { spf: null, dkim: null, dmarc: null, provenDomain: null };
const failed = { spf: 'fail', dkim: 'none', dmarc: 'fail', provenDomain: null };
const proven = { spf: 'pass', dkim: 'pass', dmarc: 'pass', provenDomain: 'x.com' };

describe('the proof of the sender', () => {
  test.each([
    ['email', proven, 'Proven to come from x.com'],
    ['email', failed, 'Not proven: anyone could have sent this'],
    ['email', none, 'Checking the sender …'],
    ['sms', none, 'A text message: its sender cannot be proven.'],
  ] as const)('of %s with %o reads %s', (channel, authentication, words) => {
    expect(proofOf({ channel, authentication }).long).toBe(words);
  });

  test('rests on what was checked, told to whoever wants to know', () => {
    expect(checksOf({ ...proven, arc: 'none' })).toBe(
      'Checked when it came: SPF pass · DKIM pass · DMARC pass · ARC none',
    );
    // Judged before ARC was looked at.
    expect(checksOf({ ...failed, arc: null })).toBe(
      'Checked when it came: SPF fail · DKIM none · DMARC fail',
    );
    expect(checksOf({ ...none, arc: null })).toBe('The sender is still being checked.');
  });

  test('decides whether a message may carry the service’s name', () => {
    const message = { service: 'x', from: { name: 'X', address: 'security@x-support.example' } };
    const caller = (authentication: typeof failed | typeof proven | typeof none) =>
      callerOf(message, proofOf({ channel: 'email', authentication }));
    expect(caller(proven)).toEqual({ name: 'X', solid: true });
    expect(caller(none)).toEqual({ name: 'X', solid: false });
    expect(caller(failed)).toEqual({ name: 'x-support.example', solid: false });
  });
});

describe('a code in the words around it', () => {
  test.each([
    ['Your code is 481902. Do not share it.', '481902', ['Your code is ', '481902', '. Do not share it.']],
    ['Enter 481 902 now', '481902', ['Enter ', '481 902', ' now']],
    ['G-073532 is your code', '073532', ['G-', '073532', ' is your code']],
    ['Codes a.c and abc', 'abc', ['Codes a.c and ', 'abc', '']],
  ])('of “%s” is marked', (text, code, parts) => {
    expect(markCode(text, code)).toEqual(parts);
  });

  test('is not marked when the words do not have it', () => {
    expect(markCode('Nothing here', '481902')).toBeNull();
  });
});

test('a code is expired from the moment of its end, and what was taken stays taken', () => {
  const expiresAt = '2026-11-24T12:00:00.000Z';
  const end = Date.parse(expiresAt);
  expect(stateAt({ state: 'usable', expiresAt }, end - 1)).toBe('usable');
  expect(stateAt({ state: 'usable', expiresAt }, end)).toBe('expired');
  expect(stateAt({ state: 'claimed', expiresAt }, end)).toBe('claimed');
});

test('a taken code says by whom, to whoever has taken it too', () => {
  const ada = { kind: 'member', name: 'Ada' } as const;
  expect(stateWords('claimed', ada)).toBe('taken by Ada');
  expect(stateWords('claimed', ada, true)).toBe('taken by you');
  expect(stateWords('claimed', null)).toBe('taken');
  expect(stateWords('superseded', null)).toBe('superseded');
  expect(stateWords('usable', null)).toBe('');
});

test('a link is told by its host, not by its words', () => {
  expect(hostOf('https://x.com.evil.example/x.com')).toBe('x.com.evil.example');
  expect(hostOf('not a link')).toBe('not a link');
});

import { describe, expect, test } from 'vitest';
import { ageOf, dayOf, leftUntil, timeOf } from '#app/ages.ts';

const at = (time: string) => Date.parse(time);
const NOON = '2026-11-24T12:00:00.000Z';

test.each([
  ['2026-11-24T12:00:00.400Z', 'now'],
  ['2026-11-24T12:00:12.900Z', '12 s'],
  ['2026-11-24T12:00:59.999Z', '59 s'],
  ['2026-11-24T12:04:59.000Z', '4 min'],
  ['2026-11-24T12:59:59.999Z', '59 min'],
  ['2026-11-24T13:00:00.000Z', null],
])('a message of noon is at %s aged %s', (now, age) => {
  expect(ageOf(NOON, at(now))).toBe(age);
});

test('a message is never from the future, even when the clock is behind', () => {
  expect(ageOf(NOON, at('2026-11-24T11:59:00Z'))).toBe('now');
});

test.each([
  ['2026-11-24T11:59:12Z', '48 s'],
  ['2026-11-24T11:58:30Z', '90 s'],
  ['2026-11-24T11:51:00Z', '9 min'],
  ['2026-11-24T10:00:00Z', '2 h'],
  ['2026-11-21T12:00:00Z', '3 days'],
  ['2026-11-24T12:00:01Z', '0 s'],
])('what ends at noon still lasts at %s for %s', (now, left) => {
  expect(leftUntil(NOON, at(now))).toBe(left);
});

describe('older than an hour', () => {
  // In the machine's own time zone, as a browser has it.
  const today = new Date(2026, 10, 24, 18, 0);

  test('shows the time of the same day, and the date of another', () => {
    expect(timeOf(new Date(2026, 10, 24, 9, 5).toISOString(), today, 'en-GB')).toBe('09:05');
    expect(timeOf(new Date(2026, 2, 3).toISOString(), today, 'en-GB')).toBe('3 Mar');
    expect(timeOf(new Date(2025, 2, 3).toISOString(), today, 'en-GB')).toBe('3 Mar 25');
  });

  test('calls the last two days by their names', () => {
    expect(dayOf(new Date(2026, 10, 24, 0, 0).toISOString(), today)).toBe('Today');
    expect(dayOf(new Date(2026, 10, 23, 23, 59).toISOString(), today)).toBe('Yesterday');
    expect(dayOf(new Date(2026, 10, 22).toISOString(), today, 'en-GB')).toBe('Sunday 22 November');
  });
});

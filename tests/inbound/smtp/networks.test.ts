import { expect, test } from 'vitest';
import { Guessers, networkOf } from '#inbound/smtp/networks.ts';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('the network of %s is %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

const miss = (guessers: Guessers, network: string, times: number, now = 0) => {
  for (let i = 0; i < times; i++) guessers.missed(network, now);
};

test('who guesses at addresses is suspected, alone, and for a while', () => {
  const guessers = new Guessers();
  miss(guessers, 'one', 99);
  expect(guessers.isSuspect('one', 0)).toBe(false);
  miss(guessers, 'one', 1);
  expect(guessers.isSuspect('one', 0)).toBe(true);
  expect(guessers.isSuspect('two', 0)).toBe(false);
  expect(guessers.isSuspect('one', 10_001)).toBe(false);
});

test('who goes on guessing stays suspected, and who mistypes now and then never is', () => {
  const guessers = new Guessers();
  miss(guessers, 'one', 250);
  expect(guessers.isSuspect('one', 20 * 60_000)).toBe(true);
  expect(guessers.isSuspect('one', 30 * 60_000)).toBe(false);
  for (let at = 0; at < 1_000; at++) guessers.missed('two', at * 10_000);
  expect(guessers.isSuspect('two', 1_000 * 10_000)).toBe(false);
});

test('many networks do not fill the memory', () => {
  const guessers = new Guessers();
  miss(guessers, 'first', 100);
  for (let i = 0; i < 20_000; i++) guessers.missed(`network-${i}`, 0);
  expect(guessers.isSuspect('first', 0)).toBe(false);
  miss(guessers, 'network-19999', 99);
  expect(guessers.isSuspect('network-19999', 0)).toBe(true);
});

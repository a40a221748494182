import { format } from 'node:util';
import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';

/** A noisy test is a failing test: what the product says on the console is said to nobody. */
let said: MockInstance<typeof console.error>;

beforeEach(() => {
  said = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  const lines = said.mock.calls.map((args) => format(...args));
  said.mockRestore();
  expect(lines, 'console.error was called').toEqual([]);
});

import { vi } from 'vitest';

/** What must become true without anybody asking again; long, since a busy machine is no failure. */
export function soon<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 10_000, interval: 5 });
}

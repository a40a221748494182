import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** The focus is there, or comes there soon. */
export async function hasFocus(locator: Locator): Promise<void> {
  await locator.waitFor();
  await expect.poll(() => locator.evaluate((element) => element === document.activeElement)).toBe(true);
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong on the page as it is now, in a line each.
 * @param rules only these; all of them if none is named
 */
export async function findings(page: Page, ...rules: string[]): Promise<string[]> {
  // What is being asked for anew is dimmed until the answer comes.
  await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
  // By the debugger: the page's own policy runs no script of ours.
  await page.evaluate(await source);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document, {
      resultTypes: ['violations'],
      ...(only.length > 0 && { runOnly: only }),
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  }, rules);
}

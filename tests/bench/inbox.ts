import { loadavg } from 'node:os';
import type { Page } from 'playwright-core';
import type { Instance } from '#bin/instance.ts';
import { fillMessages } from '#tests/bench/fill.ts';
import { measureLoad, measureOnScreen, measureScroll, showPlainRows } from '#tests/bench/inbox/browser.ts';
import { OWNER, say, startOnOwnDatabase } from '#tests/bench/instance.ts';
import { launchChromium } from '#tests/support/chromium.ts';

// `node tests/bench/inbox.ts`: the inbox in a real browser with 100,000 messages stored. Each figure stands beside that of
// the same inbox with next to none.

const MESSAGES = 100_000;
const ADDRESSES = 20;
const MAILS = 120;
/** As the browser's own tools imitate a telephone; and the screen's 60 frames a second then hide no difference. */
const SLOWER = 4;

const { instance, client, remove } = await startOnOwnDatabase(ADDRESSES);
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signIn(page, instance.url);
  await fillMessages(client, 1, say);
  const few = await measure(page, instance);
  await fillMessages(client, MESSAGES, say);
  await client.query('CHECKPOINT');
  const many = await measure(page, instance);
  const scroll = await measureScroll(page, 1);
  const slowScroll = await measureScroll(page, SLOWER);
  const empty = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await showPlainRows(empty, scroll.rows);
  const plain = await measureScroll(empty, 1);
  const slowPlain = await measureScroll(empty, SLOWER);
  console.log(
    `\nThe inbox in Chromium with ${MESSAGES.toLocaleString('en')} messages stored (load ${loadavg()[0]?.toFixed(1)})`,
  );
  console.table([
    row('warm load: until the page has come, ms, median', '', many.answered, few.answered),
    row('warm load: until it can be used, ms, median', '≤ 1,000', many.usable, few.usable),
    row('from the commit until the code is on the screen, ms, p50', '', many.p50, few.p50),
    row('from the commit until the code is on the screen, ms, p95', '≤ 150', many.p95, few.p95),
  ]);
  console.log(`\nScrolling through ${scroll.rows.toLocaleString('en')} rows, which are fetched on the way`);
  console.table([
    frames('the inbox (goal: 60)', scroll),
    frames('as many plain rows, without a script', plain),
    frames(`the inbox, the page ${SLOWER} times slower`, slowScroll),
    frames(`the plain rows, the page ${SLOWER} times slower`, slowPlain),
  ]);
} finally {
  await browser.close();
  await remove();
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('Email').fill(OWNER.email);
  await page.getByLabel('Password').fill(OWNER.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL('**/inbox');
}

async function measure(page: Page, { smtpPort }: Instance) {
  const load = await measureLoad(page);
  return { ...load, ...(await measureOnScreen(page, { smtpPort, to: '1a@bench.example', mails: MAILS })) };
}

function frames(what: string, measured: Awaited<ReturnType<typeof measureScroll>>) {
  return {
    what,
    'frames a second': measured.framesPerSecond,
    'p95 of a frame, ms': measured.p95,
    'longest frame, ms': measured.longest,
  };
}

function row(what: string, goal: string, many: number, few: number) {
  return {
    what,
    goal,
    measured: many,
    'with next to none': few,
    ratio: Math.round((many / few) * 100) / 100,
  };
}

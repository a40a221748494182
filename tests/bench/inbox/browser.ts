import type { Page } from 'playwright-core';
import { expectStored, mail, percentile } from '#tests/bench/time-to-code.ts';
import { Dialogue } from '#tests/support/dialogue.ts';

const LOADS = 9;
const SCROLL_MS = 10_000;
/** Faster than anybody reads: some 140 rows a second, three pages of the list. */
const SCROLL_STEP_PX = 100;

/**
 * From the start of the navigation until the page has come, and until the newest row answers to a press: React has taken
 * it over. Milliseconds, medians.
 */
export async function measureLoad(page: Page): Promise<{ answered: number; usable: number }> {
  const [answered, usable]: [number[], number[]] = [[], []];
  for (let n = -2; n < LOADS; n += 1) {
    await page.reload({ waitUntil: 'commit' });
    const time = await page.evaluate(usableAt);
    await page.waitForLoadState('load');
    const [navigation] = await page.evaluate(() =>
      performance
        .getEntriesByType('navigation')
        .map((entry) => (entry as PerformanceNavigationTiming).responseEnd),
    );
    // The first ones fill the caches.
    if (n < 0) continue;
    usable.push(time);
    answered.push(navigation ?? Number.NaN);
  }
  return { answered: Math.round(percentile(answered, 50)), usable: Math.round(percentile(usable, 50)) };
}

/** In the page. */
function usableAt(): Promise<number> {
  return new Promise((resolve) => {
    const look = () => {
      const row = document.querySelector('[data-row]');
      if (row && Object.keys(row).some((key) => key.startsWith('__reactProps'))) resolve(performance.now());
      else setTimeout(look, 1);
    };
    look();
  });
}

/**
 * Mails one after another to an open inbox: from the receiver's 250, which it says once the message is committed, until
 * the frame with the code has been painted. Both clocks are this machine's.
 */
export async function measureOnScreen(
  page: Page,
  { smtpPort, to, mails }: { smtpPort: number; to: string; mails: number },
): Promise<{ p50: number; p95: number }> {
  const session = await Dialogue.ready(smtpPort);
  const times: number[] = [];
  for (let n = -5; n < mails; n += 1) {
    const code = String(100_000 + Math.floor(Math.random() * 900_000));
    const painted = page.evaluate(paintedAt, code);
    await session.begin('bounce@x.com', to);
    session.write(mail(to, code));
    await expectStored(session.say('\r\n.'));
    const committedAt = performance.timeOrigin + performance.now();
    const time = (await painted) - committedAt;
    if (n >= 0) times.push(time);
  }
  session.close();
  const round = (value: number) => Math.round(value * 10) / 10;
  return { p50: round(percentile(times, 50)), p95: round(percentile(times, 95)) };
}

/** In the page: the time at which a frame with this code in it has been painted. */
function paintedAt(code: string): Promise<number> {
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.querySelector(`[aria-label="Copy ${code}"]`)) return;
      observer.disconnect();
      // The frame is drawn after this, and what is posted from it comes after the frame.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
        channel.port2.postMessage(null);
      });
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

/**
 * As many plain rows as the inbox's list has, in a box of its size and without any script: what this machine can do, which
 * has perhaps no GPU and paints with its processor.
 */
export async function showPlainRows(page: Page, rows: number): Promise<void> {
  const row = (n: number) =>
    `<li style="height:44px;box-sizing:border-box;border-bottom:1px solid #eee">Shop ${n} <b>123 456</b> Your confirmation ${n}</li>`;
  const list = Array.from({ length: rows }, (_, n) => row(n)).join('');
  await page.setContent(
    `<div style="width:560px;height:700px;overflow-y:auto"><ul aria-label="Messages" style="margin:0;padding:0">${list}</ul></div>`,
  );
}

/** Scrolls down from the top at an even pace, and counts frames. @param slower so many times, its scripts, layout and painting */
export async function measureScroll(page: Page, slower: number) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const { frames, rows } = await page.evaluate(
    ({ ms, step }) =>
      new Promise<{ frames: number[]; rows: number }>((resolve) => {
        const box = document.querySelector('ul[aria-label="Messages"]')?.parentElement;
        if (!box) throw new Error('There is no list.');
        box.scrollTop = 0;
        const frames: number[] = [];
        const start = performance.now();
        let last = start;
        const draw = (now: number) => {
          frames.push(now - last);
          last = now;
          box.scrollTop += step;
          if (now - start < ms) requestAnimationFrame(draw);
          else resolve({ frames: frames.slice(1), rows: Math.round(box.scrollHeight / 44) });
        };
        requestAnimationFrame(draw);
      }),
    { ms: SCROLL_MS, step: SCROLL_STEP_PX },
  );
  await devtools.detach();
  const total = frames.reduce((sum, frame) => sum + frame, 0);
  return {
    rows,
    framesPerSecond: Math.round((frames.length / total) * 10_000) / 10,
    p95: Math.round(percentile(frames, 95) * 10) / 10,
    longest: Math.round(Math.max(...frames)),
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type Log, reasonOf } from '#inbound/smtp/log.ts';
import { reconcile } from '#inbound/twilio/reconcile.ts';
import { settleOrders } from '#lib/phones/buy.ts';
import { repairCalls } from '#lib/phones/calls.ts';
import { mendNumbers } from '#lib/phones/mend.ts';
import { releaseDue } from '#lib/phones/release.ts';
import { alone } from '#lib/phones/round.ts';
import { settleTexts } from '#lib/phones/settle.ts';

/** For texts that wait for room, and answers that got lost. Without any of them a round asks the database alone. */
const ROUND_MS = 30_000;
/** A few requests each, of the many thousands a day that Twilio allows. */
const RECONCILE_MS = 3 * 60_000;

/** What is done for the phones beside their webhooks, at the start and from then on. */
export function startRounds(log: Log): { stop: () => Promise<void> } {
  const end = new AbortController();
  const ended = run(log, end.signal);
  return {
    async stop() {
      end.abort();
      await ended;
    },
  };
}

async function run(log: Log, signal: AbortSignal): Promise<void> {
  let reconcileAt = 0;
  while (!signal.aborted) {
    const isDue = performance.now() >= reconcileAt;
    const works = [
      settleTexts,
      settleOrders,
      releaseDue,
      ...(isDue ? [mendNumbers, repairCalls, reconcile] : []),
    ];
    if (isDue) reconcileAt = performance.now() + RECONCILE_MS;
    await alone(() => each(works, log, signal)).catch((error) => log('phones', { because: reasonOf(error) }));
    await sleep(ROUND_MS, undefined, { signal }).catch(() => {});
  }
}

/** One that fails does not keep the others from being done. */
async function each(works: (() => Promise<unknown>)[], log: Log, signal: AbortSignal): Promise<void> {
  for (const work of works) {
    if (signal.aborted) return;
    await work().catch((error) => log('phones', { at: work.name, because: reasonOf(error) }));
  }
}

import { WEBHOOKS_DUE } from '#lib/feed/channel.ts';
import { type Runner, startRunner } from '#lib/feed/runner.ts';
import { attempt } from '#lib/webhooks/attempt.ts';
import { type Due, sweepDeliveries, takeDue, untilNextDue } from '#lib/webhooks/queue.ts';

/** A socket and a few kilobytes each, nearly all of the time waiting for others. */
const CONCURRENCY = 64;
/** One URL that hangs, and takes 15 seconds for each, is not to hold up the others; nor to be overrun. */
const PER_WEBHOOK = 4;

export type Sender = Runner;

/** Sends what is queued for webhooks, as long as this process lives. */
export function startSender(log: (because: string) => void): Sender {
  return startRunner<Due>(
    {
      hint: WEBHOOKS_DUE,
      concurrency: CONCURRENCY,
      take: (inHand, limit) => takeDue(countByWebhook(inHand), { limit, perWebhook: PER_WEBHOOK }),
      untilNext: untilNextDue,
      attempt,
      sweep: sweepDeliveries,
    },
    log,
  );
}

function countByWebhook(inHand: Due[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { webhookId } of inHand) counts.set(webhookId, (counts.get(webhookId) ?? 0) + 1);
  return counts;
}

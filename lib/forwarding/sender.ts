import { FORWARDS_DUE } from '#lib/feed/channel.ts';
import { type Runner, startRunner } from '#lib/feed/runner.ts';
import { attempt } from '#lib/forwarding/attempt.ts';
import { type Due, sweepForwards, takeDue, untilNextDue } from '#lib/forwarding/queue.ts';

/** Each holds a message whole in memory, several times over while it is composed. */
const CONCURRENCY = 4;

/** Sends what is to be forwarded, as long as this process lives. */
export function startForwarding(log: (because: string) => void): Runner {
  return startRunner<Due>(
    {
      hint: FORWARDS_DUE,
      concurrency: CONCURRENCY,
      take: (_, limit) => takeDue(limit),
      untilNext: untilNextDue,
      attempt,
      sweep: sweepForwards,
    },
    log,
  );
}

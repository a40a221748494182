import { PUSHES_DUE } from '#lib/feed/channel.ts';
import { type Runner, startRunner } from '#lib/feed/runner.ts';
import { attempt } from '#lib/push/attempt.ts';
import { pushKeys } from '#lib/push/keys.ts';
import { type Due, sweepPushes, takeDue, untilNextDue } from '#lib/push/queue.ts';

/** A socket and a few kilobytes each. Push services answer within some 100 ms. */
const CONCURRENCY = 64;

/** Tells devices about new codes, as long as this process lives; at the first start it makes the keys to do so. */
export function startPushing(log: (because: string) => void): Runner {
  pushKeys().catch((error: Error) => log(error.stack ?? String(error)));
  return startRunner<Due>(
    {
      hint: PUSHES_DUE,
      concurrency: CONCURRENCY,
      take: (_, limit) => takeDue(limit),
      untilNext: untilNextDue,
      attempt,
      sweep: sweepPushes,
    },
    log,
  );
}

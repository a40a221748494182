import { Age } from '#app/(workspace)/age.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicReconciliation } from '#lib/phones/reconciliation.ts';

/** When Twilio's list was last compared with what came, and what was missing. */
export function NothingMissed({ run }: { run: PublicReconciliation | null }) {
  return (
    <section className="grid gap-1" aria-labelledby="nothing-missed">
      <h2 id="nothing-missed" className="font-semibold">
        Nothing missed
      </h2>
      <p className="text-ink-2">
        Every few minutes Mailroom compares Twilio’s lists of texts and recorded calls with what came, and
        stores what a webhook missed.
      </p>
      <LastRun run={run} />
    </section>
  );
}

/** The same of one account. */
export function LastRun({ run }: { run: PublicReconciliation | null }) {
  if (run === null) return <p className="text-ink-3">Its list has not been read yet.</p>;
  return (
    <>
      <p>
        Last run <Age ago at={run.ranAt} />: {run.listed} in Twilio’s list, {run.found} of them missing
        {run.found > 0 && ' and stored'}.{' '}
        {run.lastFoundAt && (
          <>
            The last time that one was missing was <Age ago at={run.lastFoundAt} />.
          </>
        )}
      </p>
      {run.error && <Mistake>The last run failed. {run.error}</Mistake>}
    </>
  );
}

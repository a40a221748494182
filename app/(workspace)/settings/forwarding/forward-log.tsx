'use client';
import { CircleAlert } from 'lucide-react';
import Link from 'next/link';
import { useState, useTransition } from 'react';
import { Age } from '#app/(workspace)/age.tsx';
import { forwardAgain } from '#app/(workspace)/settings/forwarding/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicForward } from '#lib/forwarding/present.ts';

/** What was forwarded lately, and what has become of it. */
export function ForwardLog({ forwards }: { forwards: PublicForward[] }) {
  return (
    <section aria-labelledby="forwards" className="grid gap-3">
      <h2 id="forwards" className="font-semibold">
        Lately forwarded
      </h2>
      {forwards.length === 0 ? (
        <p className="text-ink-2">Nothing in the last 30 days.</p>
      ) : (
        <ul aria-label="Lately forwarded" className="border-line border-t">
          {forwards.map((forward) => (
            <li key={forward.id} className="grid gap-1 border-line border-b py-2">
              <div className="flex flex-wrap items-center justify-between gap-x-3">
                <span className="min-w-0 break-all">
                  {forward.to}{' '}
                  <Link
                    href={`/inbox?message=${forward.messageId}`}
                    className="text-ink-2 text-small underline underline-offset-2"
                  >
                    Message
                  </Link>
                </span>
                <span className="text-ink-2 text-small">
                  {forward.forwardedBy ?? 'by a rule'} · <Age ago at={forward.createdAt} />
                </span>
              </div>
              <ForwardState forward={forward} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function ForwardState({ forward: { id, status, error, attempts } }: { forward: PublicForward }) {
  if (status === 'sent') return <p className="text-ink-3 text-small">Sent: the mail relay has taken it</p>;
  if (status === 'pending' && !error) return <p className="text-ink-3 text-small">On its way</p>;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <p className="flex min-w-0 gap-1 break-words rounded-control bg-amber-soft px-2 py-1 text-amber text-small">
        <CircleAlert aria-hidden size={14} strokeWidth={1.5} className="mt-px shrink-0" />
        <span className="min-w-0">
          {status === 'failed' ? 'Not sent. ' : `Not sent yet, after ${attempts} attempts. `}
          {error}
        </span>
      </p>
      {status === 'failed' && <SendAgain id={id} />}
    </div>
  );
}

function SendAgain({ id }: { id: string }) {
  const [busy, startTransition] = useTransition();
  const [mistake, setMistake] = useState<string>();
  const press = () =>
    startTransition(async () =>
      setMistake(await forwardAgain(id).catch(() => 'Mailroom does not answer. Try again.')),
    );
  return (
    <div>
      <Button onClick={press} busy={busy} aria-label="Send this forward again">
        Send again
      </Button>
      {mistake && <Mistake>{mistake}</Mistake>}
    </div>
  );
}

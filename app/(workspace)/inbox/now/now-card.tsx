'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Age } from '#app/(workspace)/age.tsx';
import { useTick } from '#app/(workspace)/clock.tsx';
import { MessageLink } from '#app/(workspace)/inbox/message-link.tsx';
import { CopyTarget } from '#app/(workspace)/inbox/now/copy-target.tsx';
import { Expiry } from '#app/(workspace)/inbox/now/expiry.tsx';
import type { NowCode } from '#app/(workspace)/inbox/now/newest-found.ts';
import { callerOf, type Proof, proofOf, stateAt } from '#app/(workspace)/inbox/states.ts';
import { TakeButton } from '#app/(workspace)/inbox/take-button.tsx';
import { isMine } from '#app/(workspace)/inbox/use-claim.ts';
import { Monogram } from '#app/ui/monogram.tsx';
import type { MessageSummary } from '#lib/messages/present.ts';

/**
 * The newest code that can be used, before it is asked for. One that the member has taken themselves stays
 * until a newer one comes: they still have to type it somewhere.
 */
export function NowCard({
  newest,
  messages,
  path,
  open,
}: {
  newest: NowCode | null;
  messages: MessageSummary[];
  /** The list's, in which its message opens. */
  path: string;
  open: (messageId: string) => void;
}) {
  const client = useQueryClient();
  const shown = useKept(newest);
  const state = useTick((now) => shown && stateAt(shown, now));
  useEffect(() => {
    // Its time is up: perhaps an older one, of another service, still has some.
    if (state === 'expired') void client.invalidateQueries({ queryKey: ['now'] });
  }, [state, client]);
  if (!shown || state === 'expired') return null;

  const proof = proofOfCode(shown, messages);
  const { name, solid } = callerOf(
    { service: shown.service, from: { name: null, address: shown.from } },
    proof,
  );
  return (
    <section
      aria-label="The newest code"
      className="shrink-0 bg-pane p-4 pb-2 max-md:order-last max-md:border-line max-md:border-t max-md:px-3 max-md:py-2"
    >
      <div className="relative overflow-hidden rounded-card border border-line bg-raised max-md:border-0 max-md:bg-transparent">
        <div className="flex items-center gap-2 pt-3 pr-3 pl-4 max-md:px-1 max-md:pt-0">
          <Monogram name={name} solid={solid} />
          <MessageLink
            id={shown.messageId}
            list={path}
            open={open}
            className="h-6 min-w-0 flex-1 truncate rounded-control text-ink-2 leading-6 hover:text-ink"
          >
            <span className="font-semibold text-ink">{name}</span> {shown.purpose} · {shown.address}
          </MessageLink>
          {proof.level === 'unproven' && (
            <span
              title={proof.long}
              className="shrink-0 rounded-control bg-amber-soft px-2 text-amber text-small"
            >
              {proof.short}
            </span>
          )}
          <Age at={shown.receivedAt} className="shrink-0 text-ink-2" />
        </div>
        <CopyTarget key={shown.id} id={shown.id} messageId={shown.messageId} code={shown.code} />
        <div className="flex min-h-9 items-center justify-between gap-2 pr-1 pb-1 pl-4 max-md:px-1 max-md:pb-0">
          <Expiry end={shown.expiresAt} />
          <TakeButton key={shown.id} id={shown.id} state={shown.state} code={shown.code} newest />
        </div>
      </div>
    </section>
  );
}

/** The newest; or the one before, when that is the member's own now and nothing newer has come. */
function useKept(newest: NowCode | null): NowCode | null {
  const [kept, setKept] = useState(newest);
  const stays = kept && isMine(kept.id) && (!newest || newest.receivedAt <= kept.receivedAt);
  if (!stays && kept !== newest) setKept(newest);
  return stays ? kept : newest;
}

/** A code does not say whether its sender is still being checked; its message in the list does. */
function proofOfCode(code: NowCode, messages: MessageSummary[]): Proof {
  const message = messages.find(({ id }) => id === code.messageId);
  if (message) return proofOf(message);
  const verdict = code.provenDomain ? 'pass' : 'none';
  return proofOf({
    channel: code.channel,
    authentication: { spf: verdict, dkim: verdict, dmarc: verdict, provenDomain: code.provenDomain },
  });
}

'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Age } from '#app/(workspace)/age.tsx';
import { now, useTick } from '#app/(workspace)/clock.tsx';
import { MessageLink } from '#app/(workspace)/inbox/message-link.tsx';
import { CopyTarget } from '#app/(workspace)/inbox/now/copy-target.tsx';
import { Expiry } from '#app/(workspace)/inbox/now/expiry.tsx';
import type { NowCode } from '#app/(workspace)/inbox/now/newest-found.ts';
import { callerOf, type Proof, proofOf, stateAt } from '#app/(workspace)/inbox/states.ts';
import { TakeButton } from '#app/(workspace)/inbox/take-button.tsx';
import { useTaken } from '#app/(workspace)/inbox/taken.ts';
import { Monogram } from '#app/ui/monogram.tsx';
import type { MessageSummary } from '#lib/messages/present.ts';

/** Another has taken it: long enough to read by whom, before the keys mean another service's code. */
const HELD_MS = 5_000;
/** Nobody has aimed at a code that was gone before: a program takes its own as soon as it comes. */
const NOTICED_MS = 1_000;

/**
 * The newest code that can be used, before it is asked for. One that the member has taken themselves stays
 * until a newer one comes: they still have to type it somewhere. One that another takes from before their eyes stays
 * for some seconds: a key that was meant for it must not copy or take the next.
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
  const taken = useTaken(shown?.id);
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
        <CopyTarget
          key={shown.id}
          id={shown.id}
          messageId={shown.messageId}
          code={shown.code}
          faded={taken?.mine === false}
        />
        <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-2 pr-1 pb-1 pl-4 max-md:px-1 max-md:pb-0">
          <Expiry end={shown.expiresAt} />
          <TakeButton key={shown.id} id={shown.id} state={shown.state} code={shown.code} newest />
        </div>
      </div>
    </section>
  );
}

/** The newest; or the one before, for as long as it is held and nothing newer has come. */
function useKept(newest: NowCode | null): NowCode | null {
  const [kept, setKept] = useState({ code: newest, since: now() });
  const taken = useTaken(kept.code?.id);
  const isHeld = useTick((time) => {
    if (!taken || taken.mine) return taken !== null;
    return (taken.missed || taken.at - kept.since >= NOTICED_MS) && time - taken.at < HELD_MS;
  });
  const stays = kept.code && isHeld && (!newest || newest.receivedAt <= kept.code.receivedAt);
  if (!stays && kept.code !== newest)
    setKept({ code: newest, since: kept.code?.id === newest?.id ? kept.since : now() });
  return stays ? kept.code : newest;
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

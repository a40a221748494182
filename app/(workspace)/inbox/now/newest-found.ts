'use client';
import { useTick } from '#app/(workspace)/clock.tsx';
import { stateAt } from '#app/(workspace)/inbox/states.ts';
import type { PublicCode } from '#lib/codes/present.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/** What stands on top says so much of a code. */
export type NowCode = Pick<
  PublicCode,
  | 'id'
  | 'code'
  | 'service'
  | 'purpose'
  | 'state'
  | 'expiresAt'
  | 'messageId'
  | 'channel'
  | 'address'
  | 'from'
  | 'provenDomain'
  | 'receivedAt'
>;

/** Of what a search has found, the newest code that can be used: whoever looks for GitHub's is not shown X's. */
export function useNewestFound(messages: MessageSummary[], searching: boolean): NowCode | null {
  const id = useTick((now) => (searching ? (newestUsable(messages, now)?.id ?? null) : null));
  return id === null ? null : firstCode(messages, (code) => code.id === id);
}

/** Pure. Messages are given newest first. */
export function newestUsable(messages: MessageSummary[], now: number): NowCode | null {
  return firstCode(messages, (code) => stateAt(code, now) === 'usable');
}

function firstCode(
  messages: MessageSummary[],
  isIt: (code: MessageSummary['codes'][number]) => boolean,
): NowCode | null {
  for (const message of messages) {
    const code = message.codes.find(isIt);
    if (!code) continue;
    const { channel, address, receivedAt, from, authentication } = message;
    return {
      ...{ ...code, channel, address, receivedAt, messageId: message.id },
      ...{ from: from.address, provenDomain: authentication.provenDomain },
    };
  }
  return null;
}

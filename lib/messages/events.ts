import { setTimeout as sleep } from 'node:timers/promises';
import { currentActor } from '#lib/access/active.ts';
import type { Actor } from '#lib/access/actor.ts';
import { allAddressIds, findVisible } from '#lib/addresses/visible.ts';
import { MailroomError } from '#lib/errors.ts';
import { Bell } from '#lib/feed/bell.ts';
import { feedIsClosed, subscribe } from '#lib/feed/listen.ts';
import { type EventPosition, type FeedItem, horizon, later, readEvents } from '#lib/messages/replay.ts';
import { once } from '#lib/once.ts';

/** An open page or program holds one; each costs a socket and some 50 KB. */
const MAX_FOLLOWERS = 1_000;
/** So that one program's streams, forgotten or not, do not take everybody's places. */
const MAX_OF_ACTOR = 200;
/** After so long without an event the follower is told that there is none, and what the actor may see is asked again. */
const QUIET_MS = 15_000;
/** A transaction that began earlier is still open: most are over in a moment, a restore in an hour. */
const UNSETTLED_MS = 5;
const UNSETTLED_MAX_MS = 500;

/** An event; or a sign of life, which says how far the follower has come. */
export type Followed = FeedItem | { kind: 'quiet'; position: EventPosition };

/**
 * What happens at the addresses the actor may see, or at one of them, after `since` or from now on. Begins
 * with a sign of life. Ends when the signal is aborted or the process is about to exit.
 * @throws MailroomError `address-not-found`, `too-many-requests`; `unauthenticated` once the token is revoked
 */
export async function* followEvents(
  actor: Actor,
  { address, since, signal }: { address?: string; since?: EventPosition; signal: AbortSignal },
): AsyncGenerator<Followed> {
  const leave = takePlace(actor);
  const bell = new Bell();
  signal.addEventListener('abort', bell.ring);
  const watch = new Watch(actor, bell);
  try {
    const now = await horizon();
    // A position from before the database was restored lies in the future: nothing would ever come.
    let position = since && later(now, since) === now ? since : now;
    let unsettledMs = UNSETTLED_MS;
    while (!signal.aborted && !feedIsClosed()) {
      if (await watch.refresh(address)) yield { kind: 'quiet', position };
      const events = await readEvents(watch.actor, watch.visible, position);
      position = events.next;
      yield* events.items;
      if (events.full) continue;
      if (events.unsettled) await sleep(unsettledMs);
      else await bell.rung(watch.timeLeft());
      unsettledMs = events.unsettled ? Math.min(unsettledMs * 2, UNSETTLED_MAX_MS) : UNSETTLED_MS;
    }
  } finally {
    watch.end();
    signal.removeEventListener('abort', bell.ring);
    leave();
  }
}

/** How many event streams are open in this process. */
export function countFollowers(): number {
  return followers().size;
}

/** Each by the name of its actor. */
function followers(): Set<{ of: string }> {
  return once('followers', () => new Set<{ of: string }>());
}

function takePlace(actor: Actor): () => void {
  const all = followers();
  const place = { of: actor.kind === 'system' ? actor.name : actor.id };
  const own = [...all].filter(({ of }) => of === place.of).length;
  if (all.size >= MAX_FOLLOWERS)
    throw new MailroomError('too-many-requests', `${MAX_FOLLOWERS} event streams are open already.`);
  if (own >= MAX_OF_ACTOR)
    throw new MailroomError('too-many-requests', `You have ${MAX_OF_ACTOR} event streams open already.`);
  all.add(place);
  return () => all.delete(place);
}

/** The actor and the addresses they may see, and the subscription there; asked again when they change, and now and then. */
class Watch {
  actor: Actor;
  visible: string[] | null = [];
  #stale = true;
  #refreshAt = 0;
  #unsubscribe: (() => void)[] = [];
  readonly #bell: Bell;

  constructor(actor: Actor, bell: Bell) {
    this.actor = actor;
    this.#bell = bell;
  }

  /** True when it was time. The subscription comes before the look: what is committed in between is not missed. */
  async refresh(address: string | undefined): Promise<boolean> {
    if (!this.#stale && this.timeLeft() > 0) return false;
    this.#stale = false;
    this.actor = await currentActor(this.actor);
    const { actor } = this;
    const earlier = this.#unsubscribe.splice(0);
    try {
      this.#subscribe([actor.workspaceId], () => {
        this.#stale = true;
        this.#bell.ring();
      });
      this.visible = (await findVisible(actor, { address })).ids;
      this.#subscribe(this.visible ?? (await allAddressIds(actor)), this.#bell.ring);
    } finally {
      for (const unsubscribe of earlier) unsubscribe();
    }
    this.#refreshAt = performance.now() + QUIET_MS;
    return true;
  }

  #subscribe(ids: string[], wake: () => void): void {
    // A function of its own: the feed knows a subscription by it, and the earlier one is about to end.
    this.#unsubscribe.push(subscribe(ids, () => wake()));
  }

  timeLeft(): number {
    return Math.max(0, this.#refreshAt - performance.now());
  }

  end(): void {
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
  }
}

import { currentActor } from '#lib/access/active.ts';
import type { Actor } from '#lib/access/actor.ts';
import { isDatabaseAway } from '#lib/database/away.ts';
import { MailroomError } from '#lib/errors.ts';
import { Bell } from '#lib/feed/bell.ts';
import { feedIsClosed, subscribe } from '#lib/feed/listen.ts';
import { once } from '#lib/once.ts';

/** A wait is a closure and an open socket, some 30 KB: this many stay well below the memory of a small machine. */
const MAX_WAITS = 5_000;
/** NOTIFY is a hint: whatever it misses is found so much later. 5,000 waits then ask some 170 times a second. */
const POLL_MS = 30_000;
/** While the database is away. Its return wakes all waits through the feed; this is for when the feed is slower. */
const AWAY_POLL_MS = 1_000;
/** The longest wait a caller may ask for, in seconds: most proxies cut a silent request after a minute. */
export const MAX_WAIT = 60;

export type Wait = {
  /** At whose commits to look again. */
  addressIds: string[];
  /** Seconds. */
  wait: number;
  /** Whether `look` changes something: then it is asked first whether the actor still may, and not beside it. */
  takes?: boolean;
  /** Aborted when the client goes away: the wait then ends at once, without another look. */
  signal?: AbortSignal;
};

/**
 * Looks until there is something to see: subscribes first, then looks, so that what is committed in between
 * is not missed. Ends with null when the time is over or the client is gone.
 * A database that goes away in the middle of a wait is waited for as well.
 * @throws MailroomError `unauthenticated` once the actor's token is revoked; `too-many-requests`; `unavailable`
 * when the process is about to exit; what `look` throws
 */
export async function waitFor<T>(
  actor: Actor,
  look: (actor: Actor) => Promise<T | null>,
  { addressIds, wait, takes = false, signal }: Wait,
): Promise<T | null> {
  const places = waits();
  if (places.taken >= MAX_WAITS)
    throw new MailroomError('too-many-requests', `${MAX_WAITS} requests are waiting already.`);
  places.taken += 1;
  const bell = new Bell();
  const unsubscribe = subscribe([actor.workspaceId, ...addressIds], bell.ring);
  signal?.addEventListener('abort', bell.ring);
  const deadline = performance.now() + wait * 1000;
  try {
    for (let looks = 0; !signal?.aborted; looks += 1) {
      const result = await attempt(look, actor, looks > 0, takes);
      if (result.found !== null) return result.found;
      const left = deadline - performance.now();
      if (left <= 0 && !result.away) return null;
      if (left <= 0) throw result.away;
      // Not “nothing came”: that would be believed.
      if (feedIsClosed())
        throw new MailroomError('unavailable', 'Mailroom is about to restart. Ask again in a moment.');
      await bell.rung(Math.min(left, result.away ? AWAY_POLL_MS : POLL_MS));
    }
    return null;
  } finally {
    unsubscribe();
    signal?.removeEventListener('abort', bell.ring);
    places.taken -= 1;
  }
}

/** How many requests wait in this process. */
export function countWaits(): number {
  return waits().taken;
}

function waits(): { taken: number } {
  return once('waits', () => ({ taken: 0 }));
}

type Attempt<T> = { found: T | null; away: unknown };

/** @param waited whether the actor has waited: whether it still may is asked again */
async function attempt<T>(
  look: (actor: Actor) => Promise<T | null>,
  actor: Actor,
  waited: boolean,
  takes: boolean,
): Promise<Attempt<T>> {
  try {
    const current = waited ? currentActor(actor) : actor;
    // A member's role, and with it what they see, may have changed; a token stays what it is.
    const looking = takes || actor.kind === 'member' ? look(await current) : look(actor);
    const [found] = await Promise.all([looking, current]);
    return { found, away: null };
  } catch (error) {
    if (waited && isDatabaseAway(error)) return { found: null, away: error };
    throw error;
  }
}

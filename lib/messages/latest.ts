import type { Actor } from '#lib/access/actor.ts';
import { allAddressIds, findVisible } from '#lib/addresses/visible.ts';
import { waitFor } from '#lib/codes/wait.ts';
import { MailroomError } from '#lib/errors.ts';
import { type MessageFilter, readRange, search } from '#lib/messages/find.ts';
import { loadSummaries } from '#lib/messages/load.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/**
 * The newest message that matches. With `wait` (seconds, 0 to 60), answers the moment one is committed.
 * @throws MailroomError `message-not-found`, `address-not-found`, `account-not-found`, `invalid-input`
 */
export async function latestMessage(
  actor: Actor,
  { wait = 0, ...given }: MessageFilter & { wait?: number },
  signal?: AbortSignal,
): Promise<MessageSummary> {
  // What was sent from here has not come: nobody waits for it.
  const filter = { direction: 'inbound' as const, ...given };
  const visible = await findVisible(actor, filter);
  // Once: what it is to be later than may be deleted while somebody waits.
  const range = await readRange(actor, filter);
  const look = async (now: Actor, seen = visible) => {
    const [newest] = await search(now, filter, seen, { ...range, limit: 1 });
    return newest ? ((await loadSummaries(now, [newest.id])).get(newest.id) ?? null) : null;
  };
  const first = await look(actor);
  if (first || wait === 0) return first ?? notFound(given, wait);
  // Those that are there when the wait begins; mail to one made later is found by the poll.
  const addressIds = visible.ids ?? (await allAddressIds(actor));
  // What a member sees may have changed while they waited.
  const again = async (now: Actor) =>
    look(now, now.kind === 'member' ? await findVisible(now, filter) : visible);
  return (await waitFor(actor, again, { addressIds, wait, signal })) ?? notFound(given, wait);
}

function notFound(filter: MessageFilter, wait: number): never {
  const wanted = Object.entries(filter)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${value}`);
  const which = wanted.length > 0 ? ` with ${wanted.join(', ')}` : '';
  throw new MailroomError('message-not-found', `No message${which}${wait ? ` within ${wait} seconds` : ''}.`);
}

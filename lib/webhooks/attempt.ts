import { Webhook } from 'standardwebhooks';
import type { Actor } from '#lib/access/actor.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { presentEvents } from '#lib/messages/replay.ts';
import { unseal } from '#lib/seal.ts';
import { settings } from '#lib/settings.ts';
import { findCreator } from '#lib/webhooks/creator.ts';
import { type Answer, post } from '#lib/webhooks/post.ts';
import { payloadSchema } from '#lib/webhooks/present.ts';
import {
  type Due,
  dropDelivery,
  giveBack,
  recordDelivered,
  recordFailed,
  switchOff,
} from '#lib/webhooks/queue.ts';

/** RFC 9110 section 15.5.11: whoever answers it wants nothing more, ever. */
const GONE = 410;

/**
 * Sends one delivery once, and records what became of it.
 * @throws when the database cannot be asked: the lease then runs out, and it is sent again
 */
export async function attempt(due: Due, signal: AbortSignal): Promise<void> {
  const creator = await findCreator(due);
  if ('gone' in creator) return switchOff(due, creator.gone);
  const body = await payloadOf(creator, due);
  if (body === null) return dropDelivery(due);
  const answer = await send(due, body, signal);
  if (signal.aborted) return giveBack(due);
  if (answer.error === null) return recordDelivered(due, answer);
  const failingSince = await recordFailed(due, answer);
  if (answer.status === GONE) await switchOff(due, 'Its URL answered 410: it wants nothing more.');
  else if (failingSince)
    await switchOff(
      due,
      `Every attempt has failed since ${failingSince.toISOString()}. The last one: ${answer.error}`,
    );
}

/** As the webhook's maker sees it at this moment; null when they do not. */
async function payloadOf(
  creator: Actor,
  { kind, at, addressId, messageId, codeId }: Due,
): Promise<string | null> {
  const visible = await visibleAddressIds(creator);
  if (visible && !visible.includes(addressId)) return null;
  const [event] = await presentEvents(creator, [{ xid: '', id: '', kind, messageId, codeId }]);
  if (!event) return null;
  return JSON.stringify(payloadSchema.parse({ type: kind, timestamp: at.toISOString(), data: event.data }));
}

async function send({ id, webhookId, url, secret }: Due, body: string, signal: AbortSignal): Promise<Answer> {
  const now = new Date();
  const signature = sign(secret, webhookId, id, now, body);
  if (signature === null)
    return { status: null, retryAfter: 0, error: 'Its secret cannot be read: MAILROOM_SECRET has changed.' };
  const headers = {
    'Content-Type': 'application/json',
    'User-Agent': 'Mailroom',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signature,
  };
  return post(url, body, headers, { allowPrivate: settings().webhooks.allowPrivate, signal });
}

function sign(secret: Buffer, webhookId: string, id: string, now: Date, body: string): string | null {
  try {
    return new Webhook(unseal(secret, `webhook ${webhookId}`)).sign(id, now, body);
  } catch {
    return null;
  }
}

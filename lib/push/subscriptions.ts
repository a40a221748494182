import { ECDH } from 'node:crypto';
import type { MemberActor } from '#lib/access/actor.ts';
import { visibleAddresses } from '#lib/access/permissions.ts';
import { addressNotFound } from '#lib/addresses/visible.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';
import { readTarget } from '#lib/webhooks/target.ts';

/** What a browser says of its place at its push service (W3C Push API, `PushSubscription.toJSON`). */
export type BrowserSubscription = { endpoint: string; keys: { p256dh: string; auth: string } };

export type PushChoices = {
  /** Whether the notification shows the code itself, and so a locked screen too. */
  showCode: boolean;
  /** True: only these addresses; else all that the member may see, later ones too. */
  limited: boolean;
  addresses: string[];
};

export type PublicPush = PushChoices & {
  /** Why the last push was not taken; null when it was. */
  error: string | null;
};

/** What this device is told about; null while it is told nothing. */
export async function findPush(actor: MemberActor): Promise<PublicPush | null> {
  const row = await database().pushSubscription.findFirst({
    where: ofDevice(actor),
    include: {
      addresses: { where: { address: visibleAddresses(actor) }, select: { address: true } },
    },
  });
  if (!row) return null;
  const { showCode, limited, error } = row;
  return { showCode, limited, error, addresses: row.addresses.map(({ address }) => address.address) };
}

/**
 * Tells the device that the member acts on about new codes, from now on. What it was told before is forgotten, and what
 * the same browser asked for in another session too.
 * @throws MailroomError `invalid-input` when the push service is none that Mailroom sends to; `address-not-found`
 */
export async function startPush(
  actor: MemberActor,
  { endpoint, keys }: BrowserSubscription,
  choices: PushChoices,
): Promise<void> {
  const { id: memberId, workspaceId, sessionId } = actor;
  if (!sessionId)
    throw new MailroomError('forbidden', 'Only a device that is signed in can be told about codes.');
  const target = readEndpoint(endpoint);
  requireKeys(keys);
  const addresses = await chosen(actor, choices);
  await database().$transaction(async (transaction) => {
    await transaction.pushSubscription.deleteMany({ where: { OR: [{ sessionId }, { endpoint: target }] } });
    const { showCode, limited } = choices;
    const { id } = await transaction.pushSubscription.create({
      data: {
        ...{ workspaceId, memberId, sessionId, showCode, limited },
        ...{ endpoint: target, publicKey: keys.p256dh, auth: keys.auth },
      },
    });
    await transaction.pushAddress.createMany({
      data: addresses.map((addressId) => ({ workspaceId, subscriptionId: id, addressId })),
    });
  });
}

/**
 * The browser has given the device another place at its push service: what the device is told stays as it was chosen.
 * @throws MailroomError `not-found` when the device is told nothing; `invalid-input` as `startPush`
 */
export async function renewPush(actor: MemberActor, { endpoint, keys }: BrowserSubscription): Promise<void> {
  const target = readEndpoint(endpoint);
  requireKeys(keys);
  const { count } = await database().pushSubscription.updateMany({
    where: ofDevice(actor),
    data: { endpoint: target, publicKey: keys.p256dh, auth: keys.auth, error: null },
  });
  if (count === 0) notTold();
}

/** @throws MailroomError `not-found` when the device is told nothing any more; `address-not-found` */
export async function changePush(actor: MemberActor, choices: PushChoices): Promise<void> {
  const { showCode, limited } = choices;
  const addresses = await chosen(actor, choices);
  await database().$transaction(async (transaction) => {
    const row = await transaction.pushSubscription.findFirst({ where: ofDevice(actor) });
    if (!row) return notTold();
    const { workspaceId, id } = row;
    await transaction.pushSubscription.update({ where: { id }, data: { showCode, limited } });
    await transaction.pushAddress.deleteMany({ where: { subscriptionId: id } });
    await transaction.pushAddress.createMany({
      data: addresses.map((addressId) => ({ workspaceId, subscriptionId: id, addressId })),
    });
  });
}

/** Tells this device nothing any more. Safe to call twice. */
export async function endPush(actor: MemberActor): Promise<void> {
  await database().pushSubscription.deleteMany({ where: ofDevice(actor) });
}

function notTold(): never {
  throw new MailroomError('not-found', 'This device is not told about codes any more: switch it on again.');
}

function ofDevice({ id: memberId, workspaceId, sessionId }: MemberActor) {
  return { workspaceId, memberId, sessionId: sessionId ?? '00000000-0000-0000-0000-000000000000' };
}

/** Which addresses the member means, as far as they may see them. */
async function chosen(actor: MemberActor, { limited, addresses }: PushChoices): Promise<string[]> {
  if (!limited) return [];
  if (addresses.length === 0) throw invalidField('addresses', 'Choose an address, or all of them.');
  const rows = await database().managedAddress.findMany({
    where: { AND: [visibleAddresses(actor), { address: { in: addresses } }] },
    select: { id: true, address: true },
  });
  const missing = addresses.find((each) => !rows.some(({ address }) => address === each));
  if (missing !== undefined) addressNotFound(missing);
  return rows.map(({ id }) => id);
}

/** A browser names it, so it is judged as a webhook's URL is: nobody makes Mailroom call what is inside. */
function readEndpoint(endpoint: string): string {
  try {
    return readTarget(endpoint, settings().webhooks.allowPrivate).href;
  } catch (cause) {
    if (!(cause instanceof MailroomError)) throw cause;
    throw invalidField('endpoint', `The push service of this browser cannot be used: its ${cause.message}`);
  }
}

/** RFC 8291 section 2: a point of P-256, and 16 bytes. What is none could never be encrypted for. */
function requireKeys({ p256dh, auth }: BrowserSubscription['keys']): void {
  try {
    ECDH.convertKey(Buffer.from(p256dh, 'base64url'), 'prime256v1');
    if (Buffer.from(auth, 'base64url').length === 16) return;
  } catch {}
  throw invalidField('keys', 'The keys that this browser gave cannot be used.');
}

import webPush from 'web-push';
import { memberActor } from '#lib/access/members.ts';
import { visibleAddressIds } from '#lib/access/permissions.ts';
import { recordReads } from '#lib/codes/reads.ts';
import { pushKeys } from '#lib/push/keys.ts';
import { findPushable, type Notification, notificationOf } from '#lib/push/notification.ts';
import {
  type Due,
  dropPush,
  forgetSubscription,
  giveBack,
  recordFailed,
  recordPushed,
  WORTH_SECONDS,
} from '#lib/push/queue.ts';
import { settings } from '#lib/settings.ts';
import { type Answer, post } from '#lib/webhooks/post.ts';

/**
 * Tells one browser about one code, once, and records what became of it. Whether the member may see it is asked at this
 * moment, and that the code was shown to them is recorded before it leaves.
 * @throws when the database cannot be asked: the lease then runs out, and it is sent again
 */
export async function attempt(due: Due, signal: AbortSignal): Promise<void> {
  const member = await memberActor(due.memberId);
  const visible = member && (await visibleAddressIds(member));
  if (!member || (visible && !visible.includes(due.addressId))) return dropPush(due);
  const found = await findPushable(due.codeId);
  if (!found) return dropPush(due);
  if (due.showCode) await recordReads(member, [due.codeId], 'code.pushed');
  const answer = await send(due, notificationOf(found, due.showCode), signal);
  if (answer.error === null) return recordPushed(due);
  if (signal.aborted) return giveBack(due);
  // RFC 8030 section 7.3; Mozilla's and Apple's say 410.
  if (answer.status === 404 || answer.status === 410) return forgetSubscription(due);
  return recordFailed(due, answer.error, !mayPass(answer));
}

async function send(due: Due, notification: Notification, signal: AbortSignal): Promise<Answer> {
  const { endpoint, publicKey: p256dh, auth } = due;
  const { headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(notification),
    {
      vapidDetails: { subject: subject(), ...(await pushKeys()) },
      contentEncoding: 'aes128gcm',
      TTL: WORTH_SECONDS,
      urgency: 'high',
      // A second attempt replaces the first one where that has come after all (RFC 8030 section 5.4).
      topic: due.codeId.replaceAll('-', ''),
    },
  );
  const given = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return post(endpoint, body, Object.fromEntries(given), {
    allowPrivate: settings().webhooks.allowPrivate,
    signal,
  });
}

/** Whom a push service may turn to (RFC 8292 section 2.1): Apple's refuses http and localhost. */
function subject(): string {
  const { web, smtp } = settings();
  return web.publicUrl.startsWith('https:') ? web.publicUrl : `mailto:mailroom@${smtp.name}`;
}

function mayPass({ status }: Answer): boolean {
  return status === null || status === 429 || status >= 500;
}

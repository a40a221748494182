import { database } from '#lib/database/client.ts';
import { CHANNEL } from '#lib/feed/channel.ts';
import { reasonFor } from '#lib/phones/reasons.ts';
import type { OutgoingText, Prisma } from '#prisma/generated/client.ts';
import type { SendingState } from '#prisma/generated/enums.ts';

/** What Twilio calls the states of an outbound message, and what members read. */
const STATES: Record<string, SendingState> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'failed',
  failed: 'failed',
  canceled: 'failed',
};

/** What may still become of a text; callbacks overtake each other, and a later state is never taken back. */
const BEFORE: Record<SendingState, SendingState[]> = {
  queued: ['queued'],
  sent: ['queued'],
  delivered: ['queued', 'sent'],
  failed: ['queued', 'sent'],
};

/** What the provider says of a text. */
export type Report = {
  providerId: string;
  /** In the provider's words; one that is not known changes nothing. */
  status: string;
  errorCode: number | null;
};

/**
 * Records what the provider says of a text of ours, found by its own id or by `messageId`, where the provider was
 * given that; with `workspaceId`, only one of that workspace. True when there is such a text, whether or not it was news.
 */
export async function recordReport(
  report: Report,
  messageId: string | null = null,
  workspaceId: string | null = null,
): Promise<boolean> {
  const { providerId, status, errorCode } = report;
  const known = await database().outgoingText.findFirst({
    where: {
      ...(workspaceId !== null && { workspaceId }),
      OR: [{ providerId }, ...(messageId ? [{ messageId, OR: [{ providerId: null }, { providerId }] }] : [])],
    },
  });
  if (!known) return false;
  const state = STATES[status] ?? 'queued';
  const failed = state === 'failed';
  await move(known, {
    ...{ state, providerId, errorCode: failed ? errorCode : null },
    reason: failed ? reasonFor(errorCode) : null,
  });
  return true;
}

/** The text was not sent, for this reason. */
export async function recordFailure(
  text: OutgoingText,
  reason: string,
  errorCode: number | null,
): Promise<void> {
  await move(text, { state: 'failed', reason, errorCode });
}

/** Changes a text unless it is further already, and tells the feed, in one transaction. */
async function move(
  { messageId }: OutgoingText,
  change: { state: SendingState; reason: string | null; errorCode: number | null; providerId?: string },
): Promise<void> {
  await database().$transaction(async (transaction) => {
    const [moved] = await transaction.outgoingText.updateManyAndReturn({
      where: { messageId, state: { in: BEFORE[change.state] } },
      data: { ...change, attemptAt: null, checkedAt: new Date() },
    });
    if (moved) await tellOfText(transaction, moved);
  });
}

/** Whoever follows the address is told with the commit. It is no `message.received`: nothing has come. */
export async function tellOfText(
  transaction: Prisma.TransactionClient,
  { workspaceId, addressId, messageId }: { workspaceId: string; addressId: string; messageId: string },
): Promise<void> {
  await transaction.feedEvent.create({
    data: { workspaceId, addressId, messageId, kind: 'message.updated' },
  });
  await transaction.$executeRaw`SELECT pg_notify(${CHANNEL}, ${addressId})`;
}

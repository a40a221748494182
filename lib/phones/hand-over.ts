import { z } from 'zod';
import { database } from '#lib/database/client.ts';
import { clientOf } from '#lib/phones/clients.ts';
import { failureOf } from '#lib/phones/failure.ts';
import { recordFailure, recordReport } from '#lib/phones/state.ts';
import { settings } from '#lib/settings.ts';
import type { ManagedAddress, Message, OutgoingText } from '#prisma/generated/client.ts';

/** A text, and the managed phone that it is of. */
export type TextToHandOver = OutgoingText & { message: Message & { address: ManagedAddress } };

/** The answer to a message that was created; half an answer is none. */
const created = z.object({
  sid: z.string().regex(/^(SM|MM)[0-9a-f]{32}$/i),
  status: z.string(),
  errorCode: z.number().nullish(),
});

/**
 * Hands a text to Twilio, once: whoever takes it first marks it as handed over before Twilio is asked, so that a crash
 * in between leaves it open, and never sends it again. What Twilio says is recorded.
 */
export async function handOver(messageId: string): Promise<void> {
  const text = await take(messageId);
  if (!text) return;
  const { fromAddress, to, text: body } = text.message;
  try {
    const { messages } = await clientOf(text.message.address);
    const answer = await messages.create({
      from: fromAddress ?? '',
      to: to[0] ?? '',
      body: body ?? '',
      statusCallback: statusUrl(messageId),
    });
    const { sid, status, errorCode } = created.parse(answer);
    await recordReport({ providerId: sid, status, errorCode: errorCode ?? null }, messageId);
  } catch (error) {
    await recordTrouble(text, error);
  }
}

/** Where Twilio reports what becomes of the text; none where it could not reach us: its list is asked then. */
export function statusUrl(messageId: string): string | undefined {
  const { web, twilio } = settings();
  const isHere = /^https?:\/\/(localhost|127\.|\[::1\])/.test(web.publicUrl);
  return isHere && !twilio?.apiUrl ? undefined : statusUrlOf(messageId);
}

/** As it was given to Twilio, and signed by it. */
export function statusUrlOf(messageId: string | null): string {
  const url = `${settings().web.publicUrl}/api/inbound/twilio/status`;
  return messageId ? `${url}?message=${messageId}` : url;
}

async function take(messageId: string): Promise<TextToHandOver | null> {
  const { count } = await database().outgoingText.updateMany({
    where: { messageId, attemptAt: { not: null } },
    data: { attemptAt: null, attemptedAt: new Date() },
  });
  if (count === 0) return null;
  return database().outgoingText.findUnique({
    where: { messageId },
    include: { message: { include: { address: true } } },
  });
}

async function recordTrouble(text: OutgoingText, error: unknown): Promise<void> {
  const failure = failureOf(error);
  if (failure.kind === 'refused') return recordFailure(text, failure.reason, failure.code);
  const { messageId } = text;
  // Not done for certain: it may be tried again. Of anything else nobody knows, and the list is asked.
  const attemptAt = failure.kind === 'busy' ? new Date(Date.now() + failure.retryAfter * 1000) : null;
  await database().outgoingText.updateMany({
    where: { messageId, state: 'queued', providerId: null },
    data: { attemptAt, reason: failure.reason },
  });
}

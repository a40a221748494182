import { deliver } from '#inbound/deliver.ts';
import { inTime } from '#inbound/in-time.ts';
import type { ReceivedMessage } from '#inbound/received-message.ts';
import { MailroomError } from '#lib/errors.ts';
import { recordReceived, recordRefused, type SmsSource } from '#lib/sources/find.ts';

/**
 * Delivers what a source has signed, and remembers beside the source what became of it.
 * @param read the message, or null where the request brings none; what it refuses is told to who looks after the source
 * @returns 200, only once the message is on disk
 * @throws MailroomError, or whatever keeps it from being stored
 */
export async function takeIn(source: SmsSource, read: () => ReceivedMessage | null): Promise<Response> {
  const message = await readOrRemember(source, read);
  if (!message) return Response.json({ result: 'nothing-to-store' });
  const [outcome] = await inTime(deliver(message));
  if (outcome?.result === 'unknown')
    throw new MailroomError('address-not-found', `${message.recipients[0]} is not a managed phone any more.`);
  // The text is stored: nothing that goes wrong here may have it sent again.
  await recordReceived(source.id).catch(() => {});
  return Response.json(outcome?.result === 'stored' ? outcome : { result: 'duplicate' });
}

async function readOrRemember(
  source: SmsSource,
  read: () => ReceivedMessage | null,
): Promise<ReceivedMessage | null> {
  try {
    return read();
  } catch (error) {
    if (error instanceof MailroomError) await inTime(recordRefused(source.id, error.message));
    throw error;
  }
}

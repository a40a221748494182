import type { SystemActor } from '#lib/access/actor.ts';
import { pool } from '#lib/database/pool.ts';
import { MailroomError } from '#lib/errors.ts';
import { compose } from '#lib/forwarding/compose.ts';
import { whyNotByRule } from '#lib/forwarding/loops.ts';
import { type Due, dropForward, recordFailed, recordSent } from '#lib/forwarding/queue.ts';
import { requireRecipient } from '#lib/forwarding/recipients.ts';
import { loadMessage } from '#lib/messages/load.ts';
import type { PublicMessage } from '#lib/messages/present.ts';
import type { Source } from '#lib/messages/source.ts';
import { RelayError, sendThroughRelay } from '#lib/relay/send.ts';
import { workspaceName } from '#lib/workspaces/find.ts';

/** All retries are used up in a day. What is older was kept from being tried at all: nobody waits for it any more. */
const TOO_OLD_MS = 48 * 60 * 60_000;

/**
 * Sends one forward once, and records what became of it. Whether it may go is asked anew: since it was queued the
 * recipient may have lost their place.
 * @throws when the database cannot be asked: the lease then runs out, and it is sent again
 */
export async function attempt(due: Due): Promise<void> {
  const actor: SystemActor = { kind: 'system', workspaceId: due.workspaceId, name: 'forwarding' };
  const [message, envelope] = await Promise.all([
    loadMessage(actor, due.messageId),
    loadEnvelope(due.messageId),
  ]);
  if (!message || !envelope || message.direction !== 'inbound') return dropForward(due);
  const refusal = await whyNot(actor, due, message, envelope);
  if (refusal) return recordFailed(due, refusal, true);
  const workspace = await workspaceName(actor);
  try {
    await sendThroughRelay(
      compose({ to: due.to, workspace, message, source: envelope, byRule: due.ruleId !== null }),
    );
  } catch (error) {
    if (!(error instanceof RelayError)) throw error;
    return recordFailed(due, error.message, error.permanent);
  }
  await recordSent(due, message.address);
}

async function whyNot(
  actor: SystemActor,
  { ruleId, addressId, to, at }: Due,
  { headers, address }: PublicMessage,
  { envelopeFrom }: Envelope,
): Promise<string | null> {
  if (Date.now() - at.getTime() > TOO_OLD_MS) return 'It could not be sent for two days.';
  if (ruleId) {
    const loop = whyNotByRule({ headers, envelopeFrom }, address);
    if (loop) return loop;
  }
  try {
    await requireRecipient(actor, addressId, to);
    return null;
  } catch (error) {
    if (error instanceof MailroomError) return error.message;
    throw error;
  }
}

type Envelope = Source & { envelopeFrom: string | null };

async function loadEnvelope(messageId: string): Promise<Envelope | undefined> {
  const { rows } = await pool().query<Envelope>(
    `SELECT source.bytes, source.content_type AS "contentType", message.envelope_from AS "envelopeFrom"
     FROM message JOIN source ON source.id = message.source_id WHERE message.id = $1`,
    [messageId],
  );
  return rows[0];
}

import type { MemberActor } from '#lib/access/actor.ts';
import { afresh } from '#lib/database/afresh.ts';
import { database } from '#lib/database/client.ts';
import { invalidField } from '#lib/errors.ts';
import { CHANNEL } from '#lib/feed/channel.ts';
import { requireVisible } from '#lib/messages/find.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** A note is a few words to the others, not a document. */
const MAX_LENGTH = 2_000;

/**
 * Writes beside a message what all who may see it read at once.
 * @throws MailroomError `message-not-found`, `invalid-input`
 */
export async function addNote(actor: MemberActor, messageId: string, words: string): Promise<void> {
  return afresh(async () => {
    await requireVisible(actor, messageId);
    const text = words.trim();
    if (text === '') throw invalidField('text', 'Write something first.');
    if (text.length > MAX_LENGTH || text.includes('\0'))
      throw invalidField('text', `A note has at most ${MAX_LENGTH.toLocaleString('en')} characters of text.`);
    const { id: authorId, name: authorName, workspaceId } = actor;
    await database().$transaction(async (transaction) => {
      await transaction.note.create({ data: { workspaceId, messageId, authorId, authorName, text } });
      await tell(transaction, messageId);
    });
  });
}

/** Takes one's own note away. One that is gone, or another's, changes nothing. @throws MailroomError `message-not-found` */
export async function removeNote(actor: MemberActor, messageId: string, id: string): Promise<void> {
  await requireVisible(actor, messageId);
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.note.deleteMany({ where: { id, messageId, authorId: actor.id } });
    if (count > 0) await tell(transaction, messageId);
  });
}

/** In the commit that changes the notes: who looks at the message sees it at once. */
async function tell(transaction: Prisma.TransactionClient, messageId: string): Promise<void> {
  await transaction.$executeRaw`
    WITH told AS (
      INSERT INTO feed_event (workspace_id, address_id, message_id, kind)
      SELECT workspace_id, address_id, id, 'message.updated' FROM message WHERE id = ${messageId}::uuid
      RETURNING address_id
    ) SELECT pg_notify(${CHANNEL}, address_id::text) FROM told`;
}

import type { Actor } from '#lib/access/actor.ts';
import { tokenActor } from '#lib/access/authenticate.ts';
import { memberActor } from '#lib/access/members.ts';
import { requireScope } from '#lib/access/permissions.ts';
import { MailroomError } from '#lib/errors.ts';
import type { Webhook } from '#prisma/generated/client.ts';

/**
 * That somebody may have webhooks, and see what they say: the same as the event stream says.
 * @throws MailroomError `forbidden`, naming the scope
 */
export function requireWebhookScopes(actor: Actor): void {
  requireScope(actor, 'webhooks:write');
  requireScope(actor, 'messages:read');
}

export type Creator = Pick<Webhook, 'workspaceId' | 'creatorKind' | 'createdByMemberId' | 'createdByTokenId'>;

/** Who made a webhook, as they are now: it sees what they see. Or why it sees nothing any more, in words for people. */
export async function findCreator(row: Creator): Promise<Actor | { gone: string }> {
  const actor = await look(row);
  if (!actor)
    return {
      gone:
        row.creatorKind === 'token'
          ? 'The API token that made it has been revoked or has expired.'
          : 'The member who made it has been removed.',
    };
  try {
    requireWebhookScopes(actor);
    return actor;
  } catch (error) {
    if (error instanceof MailroomError) return { gone: 'Who made it may not have webhooks any more.' };
    throw error;
  }
}

async function look(row: Creator): Promise<Actor | null> {
  if (row.creatorKind === 'system') return { kind: 'system', workspaceId: row.workspaceId, name: 'operator' };
  if (row.creatorKind === 'token') return row.createdByTokenId ? tokenActor(row.createdByTokenId) : null;
  return row.createdByMemberId ? memberActor(row.createdByMemberId) : null;
}

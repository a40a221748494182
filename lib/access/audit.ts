import type { Actor } from '#lib/access/actor.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** What is recorded, in the words of the activity page. A code itself never is. */
export type AuditAction =
  | 'workspace.created'
  | 'sign-in.succeeded'
  | 'sign-in.failed'
  | 'address.created'
  | 'address.updated'
  | 'address.deleted'
  | 'message.deleted'
  | 'code.claimed'
  | 'account.created'
  | 'account.updated'
  | 'account.deleted'
  | 'totp.read'
  | 'recovery-codes.read'
  | 'token.created'
  | 'token.revoked'
  | 'webhook.created'
  | 'webhook.updated'
  | 'webhook.deleted'
  | 'webhook.disabled'
  | 'message.forwarded'
  | 'forwarding.allowed'
  | 'forwarding.disallowed'
  | 'forward-rule.created'
  | 'forward-rule.deleted'
  | 'domain.added'
  | 'domain.removed';

export type AuditEntry = {
  action: AuditAction;
  subjectId?: string | null;
  subjectName?: string | null;
  remoteAddress?: string | null;
};

/** Records what the actor does. Takes the transaction that does it: both are there, or neither. */
export async function audit(
  transaction: Pick<Prisma.TransactionClient, 'auditEvent'>,
  actor: Actor,
  entry: AuditEntry,
): Promise<void> {
  await transaction.auditEvent.create({
    data: {
      workspaceId: actor.workspaceId,
      actorKind: actor.kind,
      actorId: actor.kind === 'system' ? null : actor.id,
      actorName: actor.name,
      ...entry,
    },
  });
}

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
  | 'text.sent'
  | 'sending.switched-on'
  | 'sending.switched-off'
  | 'calls.answered'
  | 'calls.left'
  | 'number.bought'
  | 'number.repaired'
  | 'number.release-planned'
  | 'number.kept'
  | 'number.released'
  | 'twilio-account.added'
  | 'twilio-account.token-exchanged'
  | 'twilio-account.removed'
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
  | 'sms-source.created'
  | 'sms-source.revoked'
  | 'code.seen'
  | 'code.copied'
  | 'code.fetched'
  | 'code.pushed'
  | 'member.invited'
  | 'invitation.revoked'
  | 'member.joined'
  | 'member.role-changed'
  | 'member.removed'
  | 'member.renamed'
  | 'password.changed'
  | 'password.link-made'
  | 'password.reset'
  | 'second-factor.on'
  | 'second-factor.off'
  | 'single-sign-on.unbound'
  | 'session.ended'
  | 'team.created'
  | 'team.deleted'
  | 'team.joined'
  | 'team.left'
  | 'grant.given'
  | 'grant.withdrawn'
  | 'address.opened'
  | 'address.closed'
  | 'retention.changed'
  | 'workspace.renamed'
  | 'activity.exported'
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
  /** The managed address it is about, so that the activity of one address can be asked for. */
  addressId?: string | null;
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
      remoteAddress: actor.kind === 'system' ? null : (actor.remoteAddress ?? null),
      ...entry,
    },
  });
}

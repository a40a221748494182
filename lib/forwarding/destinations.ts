import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator } from '#lib/access/permissions.ts';
import { normaliseEmail } from '#lib/addresses/normalise.ts';
import { database } from '#lib/database/client.ts';
import { blameField, invalidField, MailroomError } from '#lib/errors.ts';
import { comesBack, isOurs } from '#lib/forwarding/recipients.ts';

/** They are a list that people read. */
const MAX_DESTINATIONS = 200;

export type Destination = { id: string; address: string; createdAt: string };

/** The outside addresses that messages may be forwarded to. @throws MailroomError `forbidden` */
export async function listDestinations(actor: Actor): Promise<Destination[]> {
  requireAdministrator(actor);
  const rows = await database().forwardDestination.findMany({
    where: { workspaceId: actor.workspaceId },
    orderBy: { address: 'asc' },
  });
  return rows.map(({ id, address, createdAt }) => ({ id, address, createdAt: createdAt.toISOString() }));
}

/**
 * Allows an outside address; once more changes nothing.
 * @throws MailroomError `invalid-input` on `to`; `forbidden` for all but owners
 */
export async function allowDestination(actor: Actor, input: string): Promise<void> {
  requireOwner(actor);
  const { workspaceId } = actor;
  const address = readDestination(input);
  if (await isOurs(address)) throw comesBack(address);
  if ((await database().forwardDestination.count({ where: { workspaceId } })) >= MAX_DESTINATIONS)
    throw invalidField(
      'to',
      `A workspace has at most ${MAX_DESTINATIONS} outside addresses: remove one first.`,
    );
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.forwardDestination.createMany({
      data: [{ workspaceId, address }],
      skipDuplicates: true,
    });
    if (count > 0) await audit(transaction, actor, { action: 'forwarding.allowed', subjectName: address });
  });
}

/** With its rules; what is still queued for it is not sent. @throws MailroomError `not-found`, `forbidden` */
export async function disallowDestination(actor: Actor, id: string): Promise<void> {
  requireOwner(actor);
  const { workspaceId } = actor;
  await database().$transaction(async (transaction) => {
    const row = await transaction.forwardDestination.findFirst({ where: { id, workspaceId } });
    if (!row) throw new MailroomError('not-found', 'This outside address is not allowed any more.');
    await transaction.forwardDestination.deleteMany({ where: { id } });
    await audit(transaction, actor, {
      action: 'forwarding.disallowed',
      subjectId: id,
      subjectName: row.address,
    });
  });
}

function requireOwner(actor: Actor): void {
  if (actor.kind === 'system' || (actor.kind === 'member' && actor.role === 'owner')) return;
  throw new MailroomError('forbidden', 'Only an owner of the workspace says where messages may leave it to.');
}

/** As it is written to: unlike a managed address it keeps its plus-tag. */
function readDestination(input: string): string {
  const trimmed = input.trim();
  const at = trimmed.lastIndexOf('@');
  try {
    const { domain } = normaliseEmail(trimmed);
    return `${trimmed.slice(0, at).toLowerCase()}@${domain}`;
  } catch (error) {
    return blameField('to', error);
  }
}

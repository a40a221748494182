import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator, visibleAccounts, visibleAddresses } from '#lib/access/permissions.ts';
import { database } from '#lib/database/client.ts';
import { afterCursor, DEFAULT_LIMIT, type Page, pageOf } from '#lib/page.ts';
import type { AuditEvent, Prisma } from '#prisma/generated/client.ts';

export type ActivityFilter = {
  /** Part of the name of who did it. */
  who?: string;
  /** One action, or a group such as `code.`. */
  action?: string;
  addressId?: string;
  after?: Date;
  before?: Date;
};

export type PublicActivity = {
  id: string;
  at: string;
  actor: { kind: 'member' | 'token' | 'system'; id: string | null; name: string };
  action: string;
  subject: { id: string | null; name: string | null };
  remoteAddress: string | null;
};

/** An export reads so many at a time. */
const BATCH = 1_000;
/** What an admin sees of whatever happens in the workspace; the rest is about addresses, accounts and webhooks, which may not be theirs to see. */
const ABOUT_PEOPLE = [
  ...['workspace.', 'sign-in.', 'member.', 'invitation.', 'password.', 'second-factor.', 'session.'],
  ...['team.', 'token.', 'activity.'],
];

/** What happened in the workspace, as far as the actor may know of it, newest first. @throws MailroomError `forbidden`, `invalid-input` */
export async function listActivity(
  actor: Actor,
  { limit = DEFAULT_LIMIT, cursor, ...filter }: ActivityFilter & { limit?: number; cursor?: string } = {},
): Promise<Page<PublicActivity>> {
  requireAdministrator(actor);
  const rows = await database().auditEvent.findMany({
    where: { AND: [await knownTo(actor), matching(filter), afterCursor('at', cursor)] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  return pageOf(rows, limit, ({ at, id }) => ({ at, id }), present);
}

/** All that matches, newest first, however much it is: read as it is taken. That it was exported is recorded. @throws as `listActivity` */
export async function* exportActivity(
  actor: Actor,
  filter: ActivityFilter,
): AsyncGenerator<PublicActivity[]> {
  requireAdministrator(actor);
  await audit(database(), actor, { action: 'activity.exported' });
  let cursor: string | undefined;
  do {
    const page = await listActivity(actor, { ...filter, limit: BATCH, cursor });
    yield page.data;
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
}

/** An owner may know all; an admin what is about people, about what they see themselves, and what they did. */
async function knownTo(actor: Actor): Promise<Prisma.AuditEventWhereInput> {
  const { workspaceId } = actor;
  if (actor.kind !== 'member' || actor.role === 'owner') return { workspaceId };
  const [addresses, accounts] = await Promise.all([
    database().managedAddress.findMany({ where: visibleAddresses(actor), select: { id: true } }),
    database().account.findMany({ where: visibleAccounts(actor), select: { id: true } }),
  ]);
  const seen = [...addresses, ...accounts].map(({ id }) => id);
  return {
    workspaceId,
    OR: [
      ...ABOUT_PEOPLE.map((group) => ({ action: { startsWith: group } })),
      { actorId: actor.id },
      { subjectId: { in: seen } },
      { addressId: { in: seen } },
    ],
  };
}

function matching({ who, action, addressId, after, before }: ActivityFilter): Prisma.AuditEventWhereInput {
  return {
    ...(who && { actorName: { contains: who, mode: 'insensitive' } }),
    ...(action && { action: action.endsWith('.') ? { startsWith: action } : action }),
    ...(addressId && { OR: [{ addressId }, { subjectId: addressId }] }),
    at: { gte: after, lt: before },
  };
}

function present(row: AuditEvent): PublicActivity {
  const { id, actorKind, actorId, actorName, action, subjectId, subjectName, remoteAddress } = row;
  return {
    ...{ id, at: row.at.toISOString(), action, remoteAddress },
    actor: { kind: actorKind, id: actorId, name: actorName },
    subject: { id: subjectId, name: subjectName },
  };
}

import type { Actor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { requireAdministrator, visibleAddresses, visibleAddressIds } from '#lib/access/permissions.ts';
import { normaliseDomain } from '#lib/addresses/normalise.ts';
import { database } from '#lib/database/client.ts';
import { invalidField, MailroomError } from '#lib/errors.ts';
import { Prisma } from '#prisma/generated/client.ts';

export type Domain = { id: string; name: string };

/** The workspace's domains, the oldest first. */
export async function findDomains({ workspaceId }: Actor): Promise<Domain[]> {
  return database().domain.findMany({
    where: { workspaceId },
    select: { id: true, name: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
}

/**
 * Those of the addresses at a domain that the actor may see. Phones live at no domain: the oldest is theirs.
 * null: every address of the workspace, where it has no other domain.
 */
export async function addressesAt(actor: Actor, domain: Domain, domains: Domain[]): Promise<string[] | null> {
  if (domains.length === 1 && (await visibleAddressIds(actor)) === null) return null;
  const isOldest = domains[0]?.id === domain.id;
  const rows = await database().managedAddress.findMany({
    where: {
      AND: [
        visibleAddresses(actor),
        { OR: [{ domainId: domain.id }, ...(isOldest ? [{ kind: 'phone' as const }] : [])] },
      ],
    },
    select: { id: true },
  });
  return rows.map((row) => row.id);
}

export type DomainInUse = Domain & {
  /** The managed addresses at it. */
  addresses: number;
};

/** The same, with what lives there, for those who look after them. @throws MailroomError `forbidden` */
export async function listDomainsInUse(actor: Actor): Promise<DomainInUse[]> {
  requireAdministrator(actor);
  const rows = await database().domain.findMany({
    where: { workspaceId: actor.workspaceId },
    include: { _count: { select: { managedAddresses: true } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(({ id, name, _count }) => ({ id, name, addresses: _count.managedAddresses }));
}

/** From now on Mailroom takes mail for addresses at it. @throws MailroomError `invalid-input` on `domain`; `forbidden` */
export async function addDomain(actor: Actor, input: string): Promise<void> {
  requireAdministrator(actor);
  const { workspaceId } = actor;
  const name = readDomain(input);
  if ((await database().domain.count({ where: { workspaceId } })) >= MAX_DOMAINS)
    throw invalidField('domain', `A workspace has at most ${MAX_DOMAINS} domains.`);
  await database().$transaction(async (transaction) => {
    const { count } = await transaction.domain.createMany({
      data: [{ workspaceId, name }],
      skipDuplicates: true,
    });
    if (count === 0) throw invalidField('domain', `Mailroom receives for ${name} already.`);
    await audit(transaction, actor, { action: 'domain.added', subjectName: name });
  });
}

/** @throws MailroomError `not-found`; `invalid-input` while addresses are at it, and for the last one; `forbidden` */
export async function removeDomain(actor: Actor, id: string): Promise<void> {
  const domains = await listDomainsInUse(actor);
  const domain = domains.find((one) => one.id === id);
  if (!domain) throw new MailroomError('not-found', 'There is no such domain any more.');
  if (domain.addresses > 0) throw stillInUse(domain.name);
  if (domains.length === 1) throw invalidField('domain', 'This is the only domain: add another one first.');
  await database()
    .$transaction(async (transaction) => {
      await transaction.domain.deleteMany({ where: { id } });
      await audit(transaction, actor, { action: 'domain.removed', subjectId: id, subjectName: domain.name });
    })
    .catch((error) => {
      // An address was made there in the meantime.
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2003')
        throw stillInUse(domain.name);
      throw error;
    });
}

/** Each is a line of a page, with its records. */
const MAX_DOMAINS = 100;

function stillInUse(name: string): MailroomError {
  return invalidField('domain', `There are addresses at ${name}: delete them first.`);
}

function readDomain(input: string): string {
  try {
    const name = normaliseDomain(input);
    if (name.includes('.')) return name;
  } catch (error) {
    if (!(error instanceof MailroomError)) throw error;
  }
  throw invalidField('domain', `“${input}” is not a mail domain such as inbox.example.`);
}

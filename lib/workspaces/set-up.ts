import type { MemberActor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { hashPassword, requireGoodPassword } from '#lib/access/passwords.ts';
import { readName, readSignInEmail } from '#lib/access/person.ts';
import { normaliseDomain, normaliseEmail } from '#lib/addresses/normalise.ts';
import { database } from '#lib/database/client.ts';
import { checkAll, invalidField, MailroomError } from '#lib/errors.ts';
import type { Prisma } from '#prisma/generated/client.ts';

/** Any number nobody else uses: of two set-ups at the same moment, the second sees what the first has made. */
const SET_UP_LOCK = 7_313_502;

export type SetUp = {
  workspace: string;
  owner: { name?: string; email: string; password: string };
  domain: string;
  /** A first managed address at the domain. */
  address?: string;
};

/**
 * Makes the workspace, its first owner, its first domain and, if given, its first address: all or nothing.
 * The same workspace, owner and domain again change nothing, the password included.
 * @throws MailroomError `invalid-input`; `already-set-up` naming what there is
 */
export async function setUp(
  input: SetUp,
): Promise<{ workspaceId: string; memberId: string; created: boolean }> {
  const wanted = checkSetUp(input);
  return database().$transaction(
    async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`;
      const existing = await transaction.workspace.findFirst({ include: { domains: true } });
      return existing ? same(transaction, existing, wanted) : create(transaction, wanted);
    },
    { timeout: 15_000, maxWait: 15_000 },
  );
}

type Wanted = ReturnType<typeof checkSetUp>;

/** Pure: what is wanted, in its normal form. @throws MailroomError `invalid-input`, naming every field that is wrong */
export function checkSetUp({ workspace, owner, domain, address }: SetUp) {
  const { email, ...checked } = checkAll({
    workspace: () => readName('workspace', workspace),
    name: () => (owner.name?.trim() ? readName('name', owner.name) : null),
    email: () => readSignInEmail(owner.email),
    password: () => {
      requireGoodPassword(owner.password, owner.email.trim());
      return owner.password;
    },
    domain: () => at('domain', () => normaliseDomain(domain)),
    address: () => (address?.trim() ? readAddress(address, domain) : null),
  });
  return { ...checked, email, name: checked.name ?? email.split('@')[0] ?? email };
}

/** Where the domain is wrong, that is said at the domain: here only what stands before the @ is judged then. */
function readAddress(given: string, domain: string): string {
  const wanted = domainOrNull(domain);
  const judged = wanted === null ? given.replace(/@[^@]*$/, '@domain') : given;
  const { address, domain: its } = at('address', () => normaliseEmail(judged));
  if (wanted !== null && its !== wanted)
    throw invalidField('address', `“${given}” is not at the domain ${wanted}.`);
  return address;
}

function domainOrNull(given: string): string | null {
  try {
    return normaliseDomain(given);
  } catch {
    return null;
  }
}

async function same(
  transaction: Prisma.TransactionClient,
  existing: { id: string; name: string; domains: { name: string }[] },
  wanted: Wanted,
) {
  const owner = await transaction.member.findFirst({
    where: { workspaceId: existing.id, email: wanted.email, role: 'owner' },
  });
  const domains = existing.domains.map((domain) => domain.name);
  if (owner && existing.name === wanted.workspace && domains.includes(wanted.domain))
    return { workspaceId: existing.id, memberId: owner.id, created: false };
  const first = await transaction.member.findFirst({
    where: { workspaceId: existing.id, role: 'owner' },
    orderBy: { createdAt: 'asc' },
  });
  throw new MailroomError(
    'already-set-up',
    `Mailroom is set up already: workspace “${existing.name}”, owner ${first?.email}, domain ${domains.join(', ')}. Nothing was changed.`,
  );
}

async function create(transaction: Prisma.TransactionClient, wanted: Wanted) {
  const workspace = await transaction.workspace.create({
    data: { name: wanted.workspace, domains: { create: { name: wanted.domain } } },
    include: { domains: true },
  });
  const owner = await transaction.member.create({
    data: {
      workspaceId: workspace.id,
      email: wanted.email,
      name: wanted.name,
      role: 'owner',
      passwordHash: await hashPassword(wanted.password),
    },
  });
  const actor: MemberActor = {
    kind: 'member',
    id: owner.id,
    workspaceId: workspace.id,
    name: owner.name,
    role: 'owner',
  };
  await audit(transaction, actor, {
    action: 'workspace.created',
    subjectId: workspace.id,
    subjectName: workspace.name,
  });
  if (wanted.address) {
    const address = await transaction.managedAddress.create({
      data: {
        workspaceId: workspace.id,
        kind: 'email',
        address: wanted.address,
        domainId: workspace.domains[0]?.id,
        createdById: owner.id,
      },
    });
    await audit(transaction, actor, {
      action: 'address.created',
      subjectId: address.id,
      subjectName: address.address,
    });
  }
  return { workspaceId: workspace.id, memberId: owner.id, created: true };
}

/** The error of a part, under the name that the caller of `setUp` knows it by. */
function at<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof MailroomError ? invalidField(field, error.message) : error;
  }
}

import { createHash, randomUUID } from 'node:crypto';
import type { MemberActor, Role, Scope, SystemActor, TokenActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';
import { CHANNEL } from '#lib/feed/channel.ts';
import { makeSearchable } from '#lib/messages/searchable.ts';

/** A workspace of its own with one domain, as the operator sees it. */
export async function makeWorkspace(domain = `${randomUUID().slice(0, 8)}.example`) {
  const workspace = await database().workspace.create({
    data: { name: 'Acme', domains: { create: { name: domain } } },
    include: { domains: true },
  });
  const operator: SystemActor = { kind: 'system', workspaceId: workspace.id, name: 'test' };
  return { id: workspace.id, domain, domainId: workspace.domains[0]?.id ?? '', operator };
}
export type TestWorkspace = Awaited<ReturnType<typeof makeWorkspace>>;

export async function makeAddress(workspace: TestWorkspace, local: string, createdById?: string) {
  return database().managedAddress.create({
    data: {
      workspaceId: workspace.id,
      kind: 'email',
      address: `${local}@${workspace.domain}`,
      domainId: workspace.domainId,
      createdById,
    },
  });
}

export async function makeMember(
  workspace: TestWorkspace,
  role: Role,
  name: string = role,
): Promise<MemberActor> {
  const member = await database().member.create({
    data: { workspaceId: workspace.id, email: `${randomUUID()}@members.example`, name, role },
  });
  return { kind: 'member', id: member.id, workspaceId: workspace.id, name, role };
}

export async function makeToken(
  workspace: TestWorkspace,
  scopes: Scope[],
  addressIds: string[] | null = null,
): Promise<TokenActor> {
  const row = await database().apiToken.create({
    data: {
      workspaceId: workspace.id,
      name: 'CI',
      prefix: 'mrt_test',
      sha256: createHash('sha256').update(randomUUID()).digest(),
      scopes,
      limited: addressIds !== null,
      addresses: { create: addressIds?.map((addressId) => ({ addressId })) },
    },
  });
  return { kind: 'token', id: row.id, workspaceId: workspace.id, name: 'CI', scopes, addressIds };
}

export type StoredMessage = {
  from?: string;
  subject?: string;
  text?: string;
  html?: string;
  source?: Buffer;
  code?: string;
  service?: string | null;
  provenDomain?: string | null;
  /** Seconds; may be negative, for a code that has expired. */
  validFor?: number;
  receivedAt?: Date;
};

/** Two hundred at once share ten connections. */
const PATIENT = { maxWait: 30_000, timeout: 30_000 };

/** Stores a message, with its code if it has one, as a delivery would: in one commit with its events and its hint. */
export async function storeMessage(
  address: { id: string; workspaceId: string; address: string },
  message: StoredMessage = {},
) {
  const { from = 'info@x.com', subject = 'Hello', text = 'Hello', service = 'x', validFor = 600 } = message;
  const receivedAt = message.receivedAt ?? new Date();
  const bytes = message.source ?? Buffer.from(randomUUID());
  const { id: addressId, workspaceId } = address;
  return database().$transaction(async (transaction) => {
    const source = await transaction.source.create({
      data: {
        workspaceId,
        sha256: createHash('sha256').update(bytes).digest(),
        contentType: 'message/rfc822',
        bytes: new Uint8Array(bytes),
      },
    });
    const proof = message.provenDomain
      ? { authenticatedAt: receivedAt, provenDomain: message.provenDomain }
      : {};
    const stored = await transaction.message.create({
      data: {
        ...{ workspaceId, addressId, sourceId: source.id, channel: 'email', identity: randomUUID() },
        ...{
          fromAddress: from,
          fromName: 'X',
          to: [address.address],
          subject,
          snippet: text.slice(0, 100),
          text,
        },
        ...{
          html: message.html,
          headers: [['Subject', subject]],
          service,
          size: bytes.length,
          receivedAt,
          ...proof,
        },
      },
    });
    await makeSearchable(transaction, stored.id, { from: { address: from, name: 'X' }, subject, text });
    const event = { workspaceId, addressId, messageId: stored.id };
    await transaction.feedEvent.create({ data: { ...event, kind: 'message.received' } });
    const code =
      message.code === undefined
        ? null
        : await transaction.code.create({
            data: {
              ...{
                workspaceId,
                addressId,
                messageId: stored.id,
                rank: 0,
                code: message.code,
                raw: message.code,
              },
              ...{
                service,
                series: service ?? `from:${from}`,
                purpose: 'login',
                confidence: 0.99,
                context: text,
              },
              ...{ provenDomain: message.provenDomain, receivedAt },
              expiresAt: new Date(receivedAt.getTime() + validFor * 1000),
            },
          });
    if (code)
      await transaction.feedEvent.create({ data: { ...event, codeId: code.id, kind: 'code.received' } });
    await transaction.$executeRaw`SELECT pg_notify(${CHANNEL}, ${addressId})`;
    return { messageId: stored.id, codeId: code?.id ?? '' };
  }, PATIENT);
}

import { randomUUID } from 'node:crypto';
import { type ReceivedMessage, sourceOf } from '#inbound/received-message.ts';
import { normaliseAddress } from '#lib/addresses/normalise.ts';
import { database } from '#lib/database/client.ts';
import { makeWorkspace } from '#tests/support/fixtures.ts';

/** A workspace with an owner, a domain of its own and these addresses (by local part or E.164 number). */
export async function createWorkspace(localParts: string[] = ['brand']) {
  const workspace = await makeWorkspace();
  const { id: workspaceId, domain, domainId } = workspace;
  const owner = await database().member.create({
    data: { workspaceId, email: `owner@${domain}`, name: 'Olive Owner', role: 'owner' },
  });
  const addresses = await Promise.all(
    localParts.map((part) => {
      const address = normaliseAddress(part.startsWith('+') ? part : `${part}@${domain}`);
      const { kind } = address;
      return database().managedAddress.create({
        data: { workspaceId, kind, address: address.address, ...(kind === 'email' && { domainId }) },
      });
    }),
  );
  return { workspace, domain, owner, addresses, address: first(addresses) };
}

let count = 0;

/** An email from X with a code, unlike any other, for a test to change what it is about. */
export function receivedMessage(
  change: Partial<ReceivedMessage> & { recipients: string[] },
): ReceivedMessage {
  count += 1;
  const code = String(100_000 + count);
  const subject = `${code} is your X verification code`;
  return {
    channel: 'email',
    identity: `sha256:${randomUUID()}`,
    source: sourceOf(Buffer.from(`Subject: ${subject}\r\n\r\n${randomUUID()}`), 'message/rfc822'),
    from: { address: 'verify@x.com', name: 'X' },
    subject,
    text: `Confirm your email address.\n\nEnter this code: ${code}\n`,
    html: null,
    headers: [['Subject', subject]],
    attachments: [],
    sentAt: null,
    problem: null,
    session: { envelopeFrom: 'bounce@x.com', remoteAddress: '192.0.2.1', heloName: 'mx.x.com' },
    ...change,
  };
}

/** @throws when the list is empty */
export function first<T>(list: T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('The list is empty.');
  return item;
}

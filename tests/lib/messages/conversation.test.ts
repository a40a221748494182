import { beforeAll, expect, test } from 'vitest';
import { deliver } from '#inbound/deliver.ts';
import { receiveTwilioMessage } from '#inbound/twilio/receive.ts';
import { database } from '#lib/database/client.ts';
import { call, issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';
import { twilioForm } from '#tests/support/twilio.ts';
import { receivedMessage } from '#tests/support/workspace.ts';

useDatabase();
const [OURS, ALSO_OURS, THEIRS] = ['+14155550100', '+14155550101', '+14155550177'] as const;

let workspace: TestWorkspace;
let token: string;
beforeAll(async () => {
  workspace = await makeWorkspace();
  token = await issueToken(workspace, ['messages:read']);
  for (const address of [OURS, ALSO_OURS])
    await database().managedAddress.create({ data: { workspaceId: workspace.id, kind: 'phone', address } });
  await text({ From: THEIRS, Body: 'first' });
  await sent(OURS, THEIRS, 'second');
  await text({ From: THEIRS, Body: 'third' });
  await text({ From: `${THEIRS}8`, Body: 'of a longer number' });
  await text({ From: THEIRS, To: ALSO_OURS, Body: 'to another of ours' });
  await sent(OURS, `${THEIRS}8`, 'to a longer number');
  await text({ From: 'Verify', Body: 'of a name' });
  const mail = await makeAddress(workspace, 'brand');
  await deliver(receivedMessage({ recipients: [mail.address], from: { address: 'verify', name: null } }));
});

async function text(change: Record<string, string>): Promise<void> {
  await deliver(
    receiveTwilioMessage(Buffer.from(JSON.stringify(change)), twilioForm({ To: OURS, ...change })),
  );
}

/** A text that went out, as it is stored: at our number, `to` theirs. */
async function sent(from: string, to: string, words: string): Promise<void> {
  const { messageId } = await latestAt(from);
  const {
    id: _,
    identity: __,
    ...row
  } = await database().message.findUniqueOrThrow({
    where: { id: messageId },
    omit: { headers: true },
  });
  const data = {
    ...row,
    direction: 'outbound' as const,
    fromAddress: from,
    to: [to],
    text: words,
    snippet: words,
  };
  await database().message.create({
    data: { ...data, headers: [], identity: words, receivedAt: new Date() },
  });
}

async function latestAt(address: string): Promise<{ messageId: string }> {
  const { id } = await database().message.findFirstOrThrow({ where: { address: { address } } });
  return { messageId: id };
}

async function snippets(query: Record<string, string>): Promise<string[]> {
  const response = await call(token, 'GET', `/messages?${new URLSearchParams(query)}`);
  expect(response.status).toBe(200);
  return (await response.json()).data.map(({ snippet }: { snippet: string }) => snippet);
}

test('a conversation is what one of our numbers and one other have sent each other, and nothing else', async () => {
  expect(await snippets({ address: OURS, with: THEIRS })).toEqual(['third', 'second', 'first']);
  expect(await snippets({ address: ALSO_OURS, with: THEIRS })).toEqual(['to another of ours']);
});

test('the other side is compared whole, a name in any case, and mail is none of it', async () => {
  expect(await snippets({ with: 'VERIFY' })).toEqual(['of a name']);
  expect(await snippets({ with: THEIRS.slice(0, -1) })).toEqual([]);
});

test('a plus that was not escaped is understood', async () => {
  const response = await call(token, 'GET', `/messages?address=${OURS}&with=${THEIRS}`);
  expect((await response.json()).data).toHaveLength(3);
});

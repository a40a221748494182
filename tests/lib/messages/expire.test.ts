import { beforeAll, expect, test } from 'vitest';
import { changeRetention } from '#lib/addresses/retention.ts';
import { database } from '#lib/database/client.ts';
import { expireMessages, pruneFeed } from '#lib/messages/expire.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace, storeMessage, type TestWorkspace } from '#tests/support/fixtures.ts';

useDatabase();

const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000);
let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
});

test('messages are kept as long as their address says, and for ever where it says nothing', async () => {
  const [brief, lasting] = [await makeAddress(workspace, 'brief'), await makeAddress(workspace, 'lasting')];
  await changeRetention(workspace.operator, [brief.id], { retentionDays: 7 });
  const old = { receivedAt: daysAgo(8), code: '111111' };
  const [gone, kept, younger] = [
    await storeMessage(brief, old),
    await storeMessage(lasting, old),
    await storeMessage(brief, { receivedAt: daysAgo(6) }),
  ];
  const counts = await Promise.all([expireMessages(), expireMessages()]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(1);
  const left = await database().message.findMany({ select: { id: true } });
  expect(left.map(({ id }) => id).sort()).toEqual([kept.messageId, younger.messageId].sort());
  expect(await database().code.count({ where: { id: gone.codeId } })).toBe(0);
  expect(await database().source.count()).toBe(2);
});

test('an address keeps messages for a whole number of days', async () => {
  const { id } = await makeAddress(workspace, 'wrong');
  for (const retentionDays of [0, -1, 1.5, Number.NaN, 3_651])
    await expect(changeRetention(workspace.operator, [id], { retentionDays })).rejects.toThrow(
      /1 to 3650 days/,
    );
});

test('events that nobody may resume after any more are forgotten after a week', async () => {
  const before = await database().feedEvent.count();
  const [oldest] = await database().feedEvent.findMany({ take: 1, select: { id: true } });
  await database().feedEvent.update({ where: { id: oldest?.id }, data: { at: daysAgo(8) } });
  expect(await pruneFeed()).toBe(1);
  expect(await database().feedEvent.count()).toBe(before - 1);
});

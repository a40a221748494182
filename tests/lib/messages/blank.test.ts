import { beforeAll, expect, test } from 'vitest';
import { changeRetention } from '#lib/addresses/retention.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { latestCode } from '#lib/codes/find.ts';
import { listCodes } from '#lib/codes/list.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { blankCodes } from '#lib/messages/blank.ts';
import { findMessage, listMessages } from '#lib/messages/find.ts';
import { findAttachment, findSource } from '#lib/messages/source.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';

useDatabase();

const CODE = '7391846';
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 60 * 60_000);
let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
});

function withCode(hours: number) {
  return {
    ...{
      code: CODE,
      subject: `Your X confirmation code is ${CODE}`,
      text: `Enter ${CODE}.`,
      html: `<b>${CODE}</b>`,
    },
    source: Buffer.from(`Subject: Your X confirmation code is ${CODE}\r\n\r\nEnter ${CODE}, ${hours}.`),
    receivedAt: hoursAgo(hours),
    // A day, so that a code is blanked by its age and not because it is over.
    validFor: 24 * 60 * 60,
  };
}

test('a code that is older than its address shows it is nowhere any more, and its message says so', async () => {
  const owner = await makeMember(workspace, 'owner');
  const brief = await makeAddress(workspace, 'brief');
  await changeRetention(workspace.operator, [brief.id], { blankAfterHours: 2 });
  const { messageId } = await storeMessage(brief, withCode(3));
  const { messageId: younger } = await storeMessage(brief, { ...withCode(1), service: 'github' });
  const { messageId: without } = await storeMessage(brief, {
    receivedAt: hoursAgo(9),
    text: 'No code, only news.',
  });
  await database().link.create({
    data: {
      workspaceId: workspace.id,
      messageId,
      rank: 0,
      href: `https://x.com/?code=${CODE}`,
      text: 'Log in',
      kind: 'sign_in',
    },
  });
  await database().attachment.create({
    data: {
      workspaceId: workspace.id,
      messageId,
      index: 0,
      filename: `${CODE}.txt`,
      contentType: 'text/plain',
      size: 7,
    },
  });
  await database().message.update({
    where: { id: messageId },
    data: {
      headers: [
        ['From', 'info@x.com'],
        ['Subject', `It is ${CODE}`],
        ['X-Entity', CODE],
      ],
    },
  });
  await database().$executeRaw`DELETE FROM feed_event`;

  const counts = await Promise.all([blankCodes(), blankCodes()]);
  expect(counts.toSorted()).toEqual([0, 1]);
  const message = await findMessage(owner, messageId);
  expect(message).toMatchObject({
    ...{
      service: 'x',
      from: { address: 'info@x.com' },
      codes: [],
      links: [],
      attachments: [],
      attachmentCount: 0,
    },
    ...{ subject: 'A code, blanked after 2 hours', text: 'The code was blanked after 2 hours.', html: null },
    headers: [['From', 'info@x.com']],
    authentication: { spf: 'temperror', provenDomain: null },
  });
  const source = await findSource(owner, messageId);
  expect([source.bytes.toString(), source.contentType]).toEqual([
    'The code was blanked after 2 hours.',
    'text/plain',
  ]);
  expect(message.size).toBe(source.bytes.length);
  await expect(findAttachment(owner, messageId, 0)).rejects.toThrow(/no attachment 0/);

  const found = await listMessages(owner, { q: CODE });
  expect(found.data.map(({ id }) => id)).toEqual([younger]);
  const blanked = await listMessages(owner, { q: 'info@x.com blanked' });
  expect(blanked.data.map(({ id }) => id)).toEqual([messageId]);
  expect((await listCodes(owner, { address: brief.address })).data.map((code) => code.messageId)).toEqual([
    younger,
  ]);
  await expect(
    latestCode(owner, { address: brief.address, service: 'x', includeUsed: true }),
  ).rejects.toThrow();
  await expect(claimCode(owner, { address: brief.address, service: 'x' })).rejects.toThrow();
  expect(await findMessage(owner, without)).toMatchObject({ text: 'No code, only news.' });
  // Whoever has it open is told, once.
  expect(await database().feedEvent.findMany()).toMatchObject([{ kind: 'message.updated', messageId }]);
  await database().message.delete({ where: { id: younger } });
  await database()
    .$executeRaw`DELETE FROM source WHERE NOT EXISTS (SELECT FROM message WHERE source_id = source.id)`;
  expect(await everythingStored()).not.toContain(CODE);
});

test('codes stay where nothing is said, and a mail that came to two addresses is blanked at one', async () => {
  const [brief, lasting] = [await makeAddress(workspace, 'once'), await makeAddress(workspace, 'lasting')];
  await changeRetention(workspace.operator, [brief.id], { blankAfterHours: 1 });
  const [gone, kept] = [await storeMessage(brief, withCode(5)), await storeMessage(lasting, withCode(6))];
  const { sourceId } = await database().message.findUniqueOrThrow({ where: { id: kept.messageId } });
  await database().message.update({ where: { id: gone.messageId }, data: { sourceId } });
  expect(await blankCodes()).toBe(1);
  expect(await findMessage(workspace.operator, gone.messageId)).toMatchObject({
    subject: 'A code, blanked after 1 hour',
  });
  expect(await findMessage(workspace.operator, kept.messageId)).toMatchObject({ codes: [{ code: CODE }] });
  expect((await findSource(workspace.operator, kept.messageId)).bytes.toString()).toContain(CODE);
});

test('an address blanks codes after a whole number of hours', async () => {
  const { id } = await makeAddress(workspace, 'wrong');
  for (const blankAfterHours of [0, -1, 1.5, Number.NaN, 8_761])
    await expect(changeRetention(workspace.operator, [id], { blankAfterHours })).rejects.toThrow(
      /1 to 8760 hours/,
    );
});

/** Every row of every table, as text, and the sources as what they hold. */
async function everythingStored(): Promise<string> {
  const { rows } = await pool().query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = current_schema()`,
  );
  const texts = await Promise.all(
    rows.map(({ name }) => pool().query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)),
  );
  const sources = await database().source.findMany();
  return [
    ...texts.flatMap(({ rows: all }) => all.map(({ row }) => row)),
    ...sources.map(({ bytes }) => Buffer.from(bytes).toString()),
  ].join('\n');
}

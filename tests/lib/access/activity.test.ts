import { beforeAll, expect, test } from 'vitest';
import { exportActivity, listActivity } from '#lib/access/activity.ts';
import { ACTIVITY_FORMATS, cell } from '#lib/access/activity-file.ts';
import type { Actor, MemberActor, TokenActor } from '#lib/access/actor.ts';
import { audit } from '#lib/access/audit.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { latestCode } from '#lib/codes/find.ts';
import { listCodes } from '#lib/codes/list.ts';
import { recordCopy } from '#lib/codes/reads.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { findMessage, listMessages } from '#lib/messages/find.ts';
import { findSource } from '#lib/messages/source.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeToken,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';

useDatabase();

const CODE = '7391846';
let workspace: TestWorkspace;
let owner: MemberActor;
let token: TokenActor;
let brand: Awaited<ReturnType<typeof makeAddress>>;
let stored: Awaited<ReturnType<typeof storeMessage>>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
  owner = { ...(await makeMember(workspace, 'owner', 'owner')), remoteAddress: '192.0.2.7' };
  token = await makeToken(workspace, ['codes:read', 'codes:claim', 'messages:read']);
  brand = await makeAddress(workspace, 'brand');
  stored = await storeMessage(brand, { code: CODE });
});

const reads = async (actor: MemberActor | TokenActor) =>
  (await listActivity(workspace.operator, { action: 'code.', limit: 200 })).data.filter(
    (row) => row.actor.id === actor.id,
  );

test.each<[string, (actor: Actor) => Promise<unknown>]>([
  ['asking for the newest code', (actor) => latestCode(actor, { address: brand.address })],
  ['listing codes', (actor) => listCodes(actor)],
  ['listing messages', (actor) => listMessages(actor)],
  ['opening the message', (actor) => findMessage(actor, stored.messageId)],
  ['reading the source', (actor) => findSource(actor, stored.messageId)],
])('%s is recorded, once for each member and token, whoever asks at the same time', async (_way, read) => {
  const [mo, ci] = [
    { ...(await makeMember(workspace, 'owner', 'Mo')), remoteAddress: '192.0.2.8' },
    { ...(await makeToken(workspace, ['codes:read', 'messages:read'])), remoteAddress: '192.0.2.9' },
  ];
  await Promise.all([mo, ci, mo, ci, mo].map((actor) => read(actor)));
  await read(mo);
  const subject = { id: stored.codeId, name: `x · ${brand.address}` };
  expect(await reads(mo)).toMatchObject([{ action: 'code.seen', subject, remoteAddress: '192.0.2.8' }]);
  expect(await reads(ci)).toMatchObject([{ action: 'code.fetched', subject, remoteAddress: '192.0.2.9' }]);
});

test('a read that cannot be recorded gives no code', async () => {
  const fresh = await storeMessage(brand, { code: '555555' });
  await database()
    .$executeRaw`ALTER TABLE audit_event ADD CONSTRAINT no_reads CHECK (action <> 'code.fetched') NOT VALID`;
  await expect(latestCode(token, { address: brand.address })).rejects.toThrow(/no_reads/);
  await database().$executeRaw`ALTER TABLE audit_event DROP CONSTRAINT no_reads`;
  expect(await latestCode(token, { address: brand.address })).toMatchObject({ id: fresh.codeId });
  await database().message.delete({ where: { id: fresh.messageId } });
});

test('a copy and a claim are recorded, and a copy of what is not one’s own is not', async () => {
  await recordCopy(owner, stored.codeId);
  await claimCode(owner, { address: brand.address });
  expect((await reads(owner)).map(({ action }) => action).sort()).toEqual(['code.claimed', 'code.copied']);
  const stranger = await makeMember(workspace, 'member', 'stranger');
  await recordCopy(stranger, stored.codeId);
  expect(await reads(stranger)).toEqual([]);
});

test('it is asked for by who, what, where and when, in pages', async () => {
  const all = await listActivity(owner, { limit: 200 });
  const paged = await listActivity(owner, { limit: 2 });
  const next = await listActivity(owner, { limit: 200, cursor: paged.nextCursor ?? '' });
  expect([...paged.data, ...next.data]).toEqual(all.data);
  const count = async (filter: Parameters<typeof listActivity>[1]) =>
    (await listActivity(owner, { limit: 200, ...filter })).data.length;
  expect(await count({ who: 'OWN', action: 'code.' })).toBe(2);
  expect(await count({ action: 'code.copied' })).toBe(1);
  expect(await count({ addressId: brand.id })).toBe(all.data.length);
  expect(await count({ before: new Date(0) })).toBe(0);
});

test('an admin knows of nothing at addresses they do not see, and a plain member of nothing', async () => {
  const admin = await makeMember(workspace, 'admin', 'admin');
  expect((await listActivity(admin)).data).toEqual([]);
  await audit(database(), owner, { action: 'member.invited', subjectName: 'grace@acme.example' });
  expect((await listActivity(admin)).data).toMatchObject([{ action: 'member.invited' }]);
  await database().managedAddress.update({ where: { id: brand.id }, data: { open: true } });
  expect((await listActivity(admin)).data.length).toBeGreaterThan(2);
  const member = await makeMember(workspace, 'member', 'member');
  await expect(listActivity(member)).rejects.toMatchObject({ code: 'forbidden' });
  const other = await makeMember(await makeWorkspace(), 'owner', 'other');
  expect((await listActivity(other)).data).toEqual([]);
});

test('an export holds it all, as CSV and as JSON Lines, and no code', async () => {
  await audit(database(), { ...owner, name: '=cmd()' }, { action: 'token.created', subjectName: 'a "b", c' });
  const pages = [];
  for await (const page of exportActivity(owner, {})) pages.push(...page);
  expect(pages[0]).toMatchObject({ action: 'activity.exported' });
  const csv = pages.map(ACTIVITY_FORMATS.csv.line);
  expect(csv[1]).toMatch(/,'=cmd\(\),token\.created,,"a ""b"", c",192\.0\.2\.7\r\n$/);
  const lines = pages.map(ACTIVITY_FORMATS.jsonl.line);
  expect(lines.map((line) => JSON.parse(line))).toEqual(pages);
  expect(csv.join('') + lines.join('')).not.toContain(CODE);
});

test.each([
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@sum', "'@sum"],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  [null, ''],
])('the cell %j is written as %j', (value, written) => {
  expect(cell(value)).toBe(written);
});

test('nothing that was recorded can be changed or taken away', async () => {
  await expect(pool().query("UPDATE audit_event SET actor_name = 'x'")).rejects.toThrow(/append-only/);
  await expect(pool().query('DELETE FROM audit_event')).rejects.toThrow(/append-only/);
});

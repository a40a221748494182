import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { claimCode, claimCodeById } from '#lib/codes/claim.ts';
import { latestCode } from '#lib/codes/find.ts';
import { countWaits } from '#lib/codes/wait.ts';
import { database } from '#lib/database/client.ts';
import { closeFeed } from '#lib/feed/listen.ts';
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

let workspace: TestWorkspace;
let owner: MemberActor;
beforeAll(async () => {
  workspace = await makeWorkspace();
  owner = await makeMember(workspace, 'owner', 'owner');
});
afterAll(closeFeed);

const attempts = async (n: number, claim: () => Promise<unknown>) => {
  const results = await Promise.allSettled(Array.from({ length: n }, claim));
  return results.filter((result) => result.status === 'fulfilled').length;
};

test('of fifty callers at once exactly one gets the code', async () => {
  for (let round = 0; round < 5; round += 1) {
    const address = await makeAddress(workspace, `race${round}`);
    const { codeId } = await storeMessage(address, { code: '111111' });
    expect(await attempts(50, () => claimCode(owner, { address: address.address }))).toBe(1);
    expect(await database().auditEvent.count({ where: { subjectId: codeId, action: 'code.claimed' } })).toBe(
      1,
    );
    expect(await database().feedEvent.count({ where: { codeId, kind: 'code.claimed' } })).toBe(1);
  }
});

test('fifty callers share fifty codes of different services, none twice', async () => {
  const address = await makeAddress(workspace, 'many');
  for (let n = 0; n < 50; n += 1)
    await storeMessage(address, { code: String(100_000 + n), service: `s${n}` });
  const codes = await Promise.all(
    Array.from({ length: 50 }, () => claimCode(owner, { address: address.address })),
  );
  expect(new Set(codes.map((code) => code.code)).size).toBe(50);
});

test('fifty callers who wait for one code: one gets it, the moment it comes', async () => {
  const address = await makeAddress(workspace, 'waiting');
  const claims = attempts(50, () => claimCode(owner, { address: address.address, wait: 2 }));
  while (countWaits() < 50) await new Promise((resolve) => setTimeout(resolve, 10));
  await storeMessage(address, { code: '111111' });
  expect(await claims).toBe(1);
});

test('a claimed code says so, and who took it is recorded', async () => {
  const address = await makeAddress(workspace, 'recorded');
  const token = await makeToken(workspace, ['codes:claim']);
  const { codeId } = await storeMessage(address, { code: '111111' });
  const claimed = await claimCode(token, { address: address.address, service: 'x' });
  expect(claimed).toMatchObject({
    id: codeId,
    state: 'claimed',
    claimedAt: expect.any(String),
    claimedBy: { kind: 'token', name: 'CI' },
  });
  expect(await latestCode(owner, { address: address.address, includeUsed: true })).toEqual(claimed);
  expect(await database().code.findUnique({ where: { id: codeId } })).toMatchObject({
    claimedByTokenId: token.id,
  });
  await expect(claimCodeById(owner, codeId)).rejects.toMatchObject({
    code: 'code-already-claimed',
    message: 'This code was taken by the token CI before. Ask the service for a new one.',
  });
});

test('a code is claimed by its id once, also when it has expired', async () => {
  const address = await makeAddress(workspace, 'by-id');
  const { codeId } = await storeMessage(address, { code: '111111', validFor: -5 });
  expect(await attempts(20, () => claimCodeById(owner, codeId))).toBe(1);
});

test('nobody claims what they may not see, or without the scope', async () => {
  const address = await makeAddress(workspace, 'hidden');
  const other = await makeAddress(workspace, 'other');
  const { codeId } = await storeMessage(address, { code: '111111' });
  const limited = await makeToken(workspace, ['codes:claim'], [other.id]);
  const reader = await makeToken(workspace, ['codes:read']);
  const stranger = await makeMember(await makeWorkspace(), 'owner');
  for (const actor of [limited, stranger, await makeMember(workspace, 'member')]) {
    await expect(claimCode(actor, { address: address.address })).rejects.toMatchObject({
      code: 'address-not-found',
    });
    await expect(claimCodeById(actor, codeId)).rejects.toMatchObject({ code: 'code-not-found' });
  }
  await expect(claimCode(reader, { address: address.address })).rejects.toMatchObject({ code: 'forbidden' });
});

test('a code is found and taken behind many newer ones that will not do', async () => {
  const address = await makeAddress(workspace, 'crowded');
  const { codeId } = await storeMessage(address, { code: '111111', service: 'x' });
  await Promise.all(
    Array.from({ length: 120 }, (_, n) => storeMessage(address, { code: String(n), service: `s${n}` })),
  );
  const wanted = { address: address.address, service: 'x' };
  expect(await latestCode(owner, wanted)).toMatchObject({ id: codeId });
  expect(await attempts(5, () => claimCode(owner, wanted))).toBe(1);
});

test('an account’s newest code is taken, at whichever of its two addresses it is', async () => {
  const [email, other] = [await makeAddress(workspace, 'account'), await makeAddress(workspace, 'account2')];
  const account = await database().account.create({
    data: { workspaceId: workspace.id, service: 'x', handle: '@brand', emailId: email.id, phoneId: other.id },
  });
  const older = await storeMessage(email, { code: '111111' });
  const newer = await storeMessage(other, { code: '222222' });
  const claim = () => claimCode(owner, { accountId: account.id });
  expect([(await claim()).id, (await claim()).id]).toEqual([newer.codeId, older.codeId]);
  await expect(claim()).rejects.toMatchObject({ code: 'code-not-found' });
});

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { latestCode } from '#lib/codes/find.ts';
import { listCodes } from '#lib/codes/list.ts';
import { codeSchema } from '#lib/codes/present.ts';
import { countWaits } from '#lib/codes/wait.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { closeFeed, countSubscriptions } from '#lib/feed/listen.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeToken,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { soon } from '#tests/support/soon.ts';

useDatabase();

type Address = Awaited<ReturnType<typeof makeAddress>>;
let workspace: TestWorkspace;
let owner: MemberActor;
let address: Address;
let count = 0;

beforeAll(async () => {
  workspace = await makeWorkspace();
  owner = await makeMember(workspace, 'owner');
});
afterAll(closeFeed);
const fresh = async () => {
  count += 1;
  address = await makeAddress(workspace, `brand${count}`);
  return address;
};
const latest = (query: Omit<Parameters<typeof latestCode>[1], 'address'> = {}, signal?: AbortSignal) =>
  latestCode(owner, { address: address.address, ...query }, signal);
const secondsAgo = (n: number) => new Date(Date.now() - n * 1000);
const notFound = { code: 'code-not-found' };

describe('the latest code', () => {
  test('is the newest usable one, in the public shape', async () => {
    await fresh();
    await storeMessage(address, { code: '111111', receivedAt: secondsAgo(2) });
    await storeMessage(address, { code: '0222222', receivedAt: secondsAgo(1), provenDomain: 'x.com' });
    const code = await latestCode(owner, { address: address.address.toUpperCase().replace('@', '+tag@') });
    codeSchema.strict().parse(code);
    expect(code).toMatchObject({
      code: '0222222',
      state: 'usable',
      address: address.address,
      provenDomain: 'x.com',
    });
  });

  test('is not one that is expired, superseded or claimed, unless asked for', async () => {
    await fresh();
    await expect(latest()).rejects.toMatchObject(notFound);
    await storeMessage(address, { code: '111111', receivedAt: secondsAgo(3), validFor: 600 });
    await storeMessage(address, { code: '222222', receivedAt: secondsAgo(2), validFor: -1 });
    await expect(latest()).rejects.toMatchObject(notFound);
    expect(await latest({ includeUsed: true })).toMatchObject({ code: '222222', state: 'expired' });
    await storeMessage(address, { code: '333333' });
    await claimCode(owner, { address: address.address });
    await expect(latest()).rejects.toMatchObject(notFound);
    expect(await latest({ includeUsed: true })).toMatchObject({ code: '333333', state: 'claimed' });
    const states = (await listCodes(owner, { address: address.address })).data.map((code) => code.state);
    expect(states).toEqual(['claimed', 'superseded', 'superseded']);
  });

  test('of one service is not superseded by another’s', async () => {
    await fresh();
    await storeMessage(address, { code: '111111', service: 'x', receivedAt: secondsAgo(2) });
    await storeMessage(address, { code: '222222', service: 'github', receivedAt: secondsAgo(1) });
    expect(await latest()).toMatchObject({ code: '222222' });
    expect(await latest({ service: 'x' })).toMatchObject({ code: '111111', state: 'usable' });
  });

  test('is narrowed by sender, proof and time', async () => {
    await fresh();
    const first = await storeMessage(address, {
      code: '111111',
      provenDomain: 'x.com',
      receivedAt: secondsAgo(2),
    });
    await storeMessage(address, {
      code: '222222',
      service: 'y',
      from: 'Spoof@Y.example',
      receivedAt: secondsAgo(1),
    });
    expect(await latest({ from: 'spoof@y' })).toMatchObject({ code: '222222' });
    expect(await latest({ from: 'X' })).toMatchObject({ code: '222222' });
    expect(await latest({ from: '@x.com' })).toMatchObject({ code: '111111' });
    expect(await latest({ proven: true })).toMatchObject({ code: '111111' });
    expect(await latest({ after: first.codeId })).toMatchObject({ code: '222222' });
    await expect(latest({ after: first.codeId, service: 'x' })).rejects.toMatchObject(notFound);
    await expect(latest({ after: new Date().toISOString() })).rejects.toMatchObject(notFound);
    expect(await latest({ after: secondsAgo(1.5).toISOString() })).toMatchObject({ code: '222222' });
  });

  test('of an account is its service’s, at its email or its phone', async () => {
    await fresh();
    const account = await database().account.create({
      data: { workspaceId: workspace.id, service: 'x', handle: `@${address.id}`, emailId: address.id },
    });
    await storeMessage(address, { code: '111111', receivedAt: secondsAgo(1) });
    await storeMessage(address, { code: '222222', service: 'github' });
    expect(await latestCode(owner, { accountId: account.id })).toMatchObject({
      code: '111111',
      accountId: account.id,
    });
    const stranger = await makeMember(await makeWorkspace(), 'owner');
    await expect(latestCode(stranger, { accountId: account.id })).rejects.toMatchObject({
      code: 'account-not-found',
    });
  });

  test('names what was asked for when there is none', async () => {
    await fresh();
    await expect(latest({ service: 'x', proven: true })).rejects.toThrow(
      `No usable proven x code at ${address.address} now.`,
    );
  });

  test('is nobody else’s', async () => {
    await fresh();
    await storeMessage(address, { code: '111111' });
    const elsewhere = await makeAddress(workspace, `elsewhere${count}`);
    for (const actor of [
      await makeMember(await makeWorkspace(), 'owner'),
      await makeMember(workspace, 'member'),
      await makeToken(workspace, ['codes:read'], [elsewhere.id]),
    ])
      await expect(latestCode(actor, { address: address.address })).rejects.toMatchObject({
        code: 'address-not-found',
        message: `There is no managed address ${address.address}.`,
      });
  });
});

describe('a wait', () => {
  test('ends the moment a code is committed, whenever that is', async () => {
    await fresh();
    for (const delay of [0, 1, 2, 3, 5, 8, 13, 20, 50]) {
      await fresh();
      const waiting = latest({ wait: 10 });
      await new Promise((resolve) => setTimeout(resolve, delay));
      await storeMessage(address, { code: '111111' });
      const started = performance.now();
      expect(await waiting).toMatchObject({ code: '111111' });
      expect(performance.now() - started).toBeLessThan(1_000);
    }
    expect(countSubscriptions()).toBe(0);
  });

  test('is not ended by what it does not ask for', async () => {
    await fresh();
    const waiting = latest({ wait: 10, service: 'x' });
    await storeMessage(address, { code: '222222', service: 'github' });
    await storeMessage(address, {});
    await storeMessage(address, { code: '111111' });
    expect(await waiting).toMatchObject({ code: '111111' });
  });

  test('ends with nothing when its time is over', async () => {
    await fresh();
    const started = performance.now();
    await expect(latest({ wait: 1 })).rejects.toThrow('within 1 seconds');
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  test('ends at once when the client goes away, and frees its place', async () => {
    await fresh();
    const client = new AbortController();
    const waiting = latest({ wait: 30 }, client.signal);
    await soon(() => expect(countWaits()).toBe(1));
    client.abort();
    await expect(waiting).rejects.toMatchObject(notFound);
    expect([countWaits(), countSubscriptions()]).toEqual([0, 0]);
  });

  test('is woken for all who wait, and costs no query while nothing happens', async () => {
    await fresh();
    const waiting = Array.from({ length: 200 }, () => latest({ wait: 20 }));
    await soon(() => expect(countWaits()).toBe(200));
    await soon(() => expect(pool().waitingCount).toBe(0));
    const query = vi.spyOn(pool(), 'query');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(query).not.toHaveBeenCalled();
    query.mockRestore();
    await storeMessage(address, { code: '111111' });
    const codes = await Promise.all(waiting);
    expect(codes.filter((code) => code.code === '111111')).toHaveLength(200);
  });

  test('outlasts the loss of every connection to the database', async () => {
    await fresh();
    const waiting = latest({ wait: 20 });
    await soon(() => expect(countWaits()).toBe(1));
    const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await pool().query(kill);
    await soon(() => storeMessage(address, { code: '111111' }));
    expect(await waiting).toMatchObject({ code: '111111' });
  });

  test('of a token that is revoked meanwhile gives nothing away', async () => {
    await fresh();
    const token = await makeToken(workspace, ['codes:read']);
    const waiting = latestCode(token, { address: address.address, wait: 10 });
    const refused = expect(waiting).rejects.toMatchObject({ code: 'unauthenticated' });
    await soon(() => expect(countWaits()).toBe(1));
    await database().apiToken.update({ where: { id: token.id }, data: { revokedAt: new Date() } });
    await storeMessage(address, { code: '111111' });
    await refused;
  });

  // The last one: the feed of this process stays closed.
  test('that a stop of Mailroom cuts short says so, and not that nothing came', async () => {
    await fresh();
    const refused = expect(latest({ wait: 30 })).rejects.toMatchObject({ code: 'unavailable' });
    await soon(() => expect(countWaits()).toBe(1));
    await closeFeed();
    await refused;
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { grant } from '#lib/access/grants.ts';
import { removeMember } from '#lib/access/people.ts';
import { endSession, startSession } from '#lib/access/sessions.ts';
import { claimCode } from '#lib/codes/claim.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { closeFeed } from '#lib/feed/listen.ts';
import type { Runner } from '#lib/feed/runner.ts';
import { pushKeys, pushPublicKey } from '#lib/push/keys.ts';
import { startPushing } from '#lib/push/sender.ts';
import {
  changePush,
  endPush,
  findPush,
  type PushChoices,
  renewPush,
  startPush,
} from '#lib/push/subscriptions.ts';
import { useDatabase } from '#tests/support/database.ts';
import {
  makeAddress,
  makeMember,
  makeWorkspace,
  storeMessage,
  type TestWorkspace,
} from '#tests/support/fixtures.ts';
import { decrypt, signer, startPushService, type TestBrowser } from '#tests/support/push-service.ts';
import { soon } from '#tests/support/soon.ts';
import { allowPrivateTargets } from '#tests/support/webhook-receiver.ts';

useDatabase();
allowPrivateTargets();

const ALL: PushChoices = { showCode: false, limited: false, addresses: [] };
let workspace: TestWorkspace;
let brand: Awaited<ReturnType<typeof makeAddress>>;
let service: Awaited<ReturnType<typeof startPushService>>;
let owner: MemberActor;
let pushing: Runner;
const said: string[] = [];
beforeAll(async () => {
  workspace = await makeWorkspace();
  brand = await makeAddress(workspace, 'brand');
  owner = await makeMember(workspace, 'owner', 'Olive');
});
beforeEach(async () => {
  await database().pushSubscription.deleteMany();
  await database().push.deleteMany();
  await database().message.deleteMany();
  service = await startPushService();
  pushing = startPushing((because) => said.push(because));
});
afterEach(async () => {
  await pushing.stop();
  await service.close();
  expect(said.splice(0)).toEqual([]);
});
afterAll(closeFeed);

/** The member, signed in at a device that is told about codes. */
async function onDevice(member: MemberActor, choices: PushChoices = ALL, browser = service.browser()) {
  const sessionId = await startSession(member, { userAgent: null, remoteAddress: null });
  const actor = { ...member, sessionId };
  await startPush(actor, browser.subscription, choices);
  return { actor, browser };
}

const emptied = () => soon(async () => expect(await database().push.count()).toBe(0));
const tell = (browser: TestBrowser, index = 0) =>
  decrypt(browser, service.received[index]?.body ?? Buffer.alloc(0));

test('a new code is told at once, encrypted for the browser and signed, and without the code', async () => {
  const { browser } = await onDevice(owner);
  const { messageId, codeId } = await storeMessage(brand, { code: '62v3cc5t' });
  await soon(() => expect(service.received).toHaveLength(1));
  expect(tell(browser)).toEqual({
    title: 'A code from X',
    body: `${brand.address} · sender not checked yet`,
    tag: messageId,
    path: `/inbox?message=${messageId}`,
  });
  const [push] = service.received;
  expect(push?.headers).toMatchObject({
    ttl: '120',
    urgency: 'high',
    topic: codeId.replaceAll('-', ''),
    'content-encoding': 'aes128gcm',
  });
  const claims = push && signer(push, await pushPublicKey());
  expect(claims).toMatchObject({ aud: service.url, sub: expect.stringMatching(/^mailto:/) });
  await emptied();
  expect(await database().auditEvent.count({ where: { action: 'code.pushed' } })).toBe(0);
  expect(() => decrypt(service.browser(), push?.body ?? Buffer.alloc(0))).toThrow();
});

test('who wants the code in it has it, and that they were shown it is recorded, once', async () => {
  const choices = { ...ALL, showCode: true };
  const { browser } = await onDevice(owner, choices);
  await onDevice(owner, choices);
  const { codeId } = await storeMessage(brand, { code: '62v3cc5t', provenDomain: 'x.com' });
  await soon(() => expect(service.received).toHaveLength(2));
  const mine = service.received.find(({ path }) => browser.subscription.endpoint.endsWith(path));
  expect(decrypt(browser, mine?.body ?? Buffer.alloc(0))).toMatchObject({
    title: '62v3cc5t · X',
    body: brand.address,
  });
  await emptied();
  const events = await database().auditEvent.findMany({ where: { action: 'code.pushed' } });
  expect(events).toMatchObject([{ actorId: owner.id, subjectId: codeId, addressId: brand.id }]);
});

test('a member is told of what they may see, and of nothing once they may not', async () => {
  const member = await makeMember(workspace, 'member');
  await grant(owner, { addressId: brand.id }, { memberId: member.id }, 'viewer');
  const other = await makeAddress(workspace, 'other');
  const { browser } = await onDevice(member);
  await storeMessage(other, { code: '111111' });
  await storeMessage(brand, { code: '222222' });
  await emptied();
  expect(service.received).toHaveLength(1);
  expect(tell(browser).body).toContain(brand.address);
  await database().grant.deleteMany();
  await storeMessage(brand, { code: '333333' });
  await emptied();
  expect(service.received).toHaveLength(1);
});

test('only the chosen addresses are told of; none is left when the last of them is deleted', async () => {
  const other = await makeAddress(workspace, 'chosen');
  const { actor } = await onDevice(owner, { ...ALL, limited: true, addresses: [other.address] });
  expect(await findPush(actor)).toMatchObject({ limited: true, addresses: [other.address], error: null });
  await storeMessage(brand, { code: '111111' });
  await storeMessage(other, { code: '222222' });
  await emptied();
  expect(service.received).toHaveLength(1);
  await changePush(actor, { ...ALL, limited: true, addresses: [brand.address, other.address] });
  await storeMessage(brand, { code: '333333' });
  await soon(() => expect(service.received).toHaveLength(2));
  await changePush(actor, { ...ALL, limited: true, addresses: [other.address] });
  await database().managedAddress.delete({ where: { id: other.id } });
  await storeMessage(brand, { code: '444444' });
  await emptied();
  expect(service.received).toHaveLength(2);
  for (const addresses of [[], ['nobody@elsewhere.example']])
    await expect(changePush(actor, { ...ALL, limited: true, addresses })).rejects.toThrow();
});

test('a device is told nothing after its session has ended, nor one whose member has been removed', async () => {
  const member = await makeMember(workspace, 'admin');
  const [here, there] = [await onDevice(owner), await onDevice(owner)];
  await onDevice(member);
  await endSession(here.actor, there.actor.sessionId);
  await removeMember(owner, member.id);
  expect(await database().pushSubscription.count()).toBe(1);
  await storeMessage(brand, { code: '111111' });
  await emptied();
  expect(service.received.map(({ path }) => path)).toEqual([
    new URL(here.browser.subscription.endpoint).pathname,
  ]);
  await endPush(here.actor);
  expect(await findPush(here.actor)).toBeNull();
});

test('a browser that signs in anew is one device, told once', async () => {
  const { browser } = await onDevice(owner);
  const member = await makeMember(workspace, 'admin', 'Next at this browser');
  await grant(owner, { addressId: brand.id }, { memberId: member.id }, 'viewer');
  await onDevice(member, ALL, browser);
  expect(await database().pushSubscription.findMany()).toMatchObject([{ memberId: member.id }]);
});

test('a device that its browser has given another place is told there, as it was chosen', async () => {
  const { actor } = await onDevice(owner, { ...ALL, showCode: true });
  const anew = service.browser();
  await renewPush(actor, anew.subscription);
  await storeMessage(brand, { code: '62v3cc5t' });
  await soon(() => expect(service.received).toHaveLength(1));
  expect(tell(anew)).toMatchObject({ title: expect.stringContaining('62v3cc5t') });

  await endPush(actor);
  await expect(renewPush(actor, anew.subscription)).rejects.toMatchObject({ code: 'not-found' });
  expect(await database().pushSubscription.count()).toBe(0);
});

test('a subscription that is gone is forgotten, and what fails for a moment is tried again', async () => {
  service.answer(500);
  const { actor, browser } = await onDevice(owner);
  await storeMessage(brand, { code: '111111' });
  await soon(async () => expect((await findPush(actor))?.error).toBe('It answered 500.'));
  service.answer(201);
  await pool().query("UPDATE push SET next_attempt_at = now() - interval '1 second'");
  await storeMessage(brand, { code: '222222', service: 'github' });
  await soon(() => expect(service.received).toHaveLength(3));
  expect([tell(browser, 1).title, tell(browser, 2).title].sort()).toEqual([
    'A code from GitHub',
    'A code from X',
  ]);
  await emptied();
  await soon(async () => expect((await findPush(actor))?.error).toBeNull());
  service.answer(410);
  await storeMessage(brand, { code: '333333', service: 'slack' });
  await soon(async () => expect(await findPush(actor)).toBeNull());
  await emptied();
});

test('a code that is taken, or two minutes old, is told nobody', async () => {
  await pushing.stop();
  await onDevice(owner);
  await storeMessage(brand, { code: '111111' });
  await storeMessage(brand, { code: '222222', service: 'github' });
  await claimCode(workspace.operator, { address: brand.address, service: 'x' });
  await pool().query(
    `UPDATE push p SET at = at - interval '3 minutes' FROM code c WHERE c.id = p.code_id AND c.service = 'github'`,
  );
  pushing = startPushing((because) => said.push(because));
  await emptied();
  expect(service.received).toEqual([]);
});

test('a browser cannot name a place inside, nor keys that are none', async () => {
  const sessionId = await startSession(owner, { userAgent: null, remoteAddress: null });
  const actor = { ...owner, sessionId };
  const { subscription } = service.browser();
  const refuse = (change: Partial<typeof subscription>) =>
    expect(startPush(actor, { ...subscription, ...change }, ALL)).rejects.toMatchObject({
      code: 'invalid-input',
    });
  await refuse({ endpoint: 'ftp://push.example/1' });
  await refuse({ endpoint: 'https://user:password@push.example.com/1' });
  await refuse({ keys: { ...subscription.keys, auth: 'AAAA' } });
  await refuse({ keys: { ...subscription.keys, p256dh: 'BAAA' } });
  const point = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 1)]).toString('base64url');
  await refuse({ keys: { ...subscription.keys, p256dh: point } });
  await expect(startPush(owner, subscription, ALL)).rejects.toMatchObject({ code: 'forbidden' });
});

test('the keys are made once, however many machines start, and are sealed', async () => {
  await database().pushKey.deleteMany();
  const made = await Promise.all(Array.from({ length: 5 }, () => pushKeys()));
  expect(new Set(made.map(({ publicKey }) => publicKey)).size).toBe(1);
  const row = await database().pushKey.findFirstOrThrow();
  expect(Buffer.from(row.privateKey).toString('latin1')).not.toContain(made[0]?.privateKey);
  expect(made[0]?.publicKey).toMatch(/^B[A-Za-z0-9_-]{86}$/);
});

import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { grant } from '#lib/access/grants.ts';
import { signIn } from '#lib/access/members.ts';
import { findPasswordReset, makePasswordReset, resetPassword } from '#lib/access/password-resets.ts';
import { hashPassword } from '#lib/access/passwords.ts';
import { changeRole, removeMember } from '#lib/access/people.ts';
import { changePassword } from '#lib/access/profile.ts';
import { sessionMember, startSession, sweepSessions } from '#lib/access/sessions.ts';
import { database } from '#lib/database/client.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeMember, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';

useDatabase();

const OLD = 'correct horse battery';
const NEW = 'battery horse correct';
let workspace: TestWorkspace;
let owner: MemberActor;
let admin: MemberActor;
let member: MemberActor;
beforeAll(async () => {
  workspace = await makeWorkspace();
});
beforeEach(async () => {
  owner = await makeMember(workspace, 'owner');
  admin = await makeMember(workspace, 'admin');
  member = await makeMember(workspace, 'member', 'Mo');
});

const refused = (code: string) => expect.objectContaining({ code });
const make = async (actor: Parameters<typeof makePasswordReset>[0], { id }: { id: string }) =>
  makePasswordReset(actor, { id });
const emailOf = async ({ id }: MemberActor) =>
  (await database().member.findUniqueOrThrow({ where: { id } })).email;

describe('a link for a new password', () => {
  test('sets it once, ends every session, leaves the second factor on, and is recorded', async () => {
    const email = await emailOf(member);
    await database().member.update({
      where: { id: member.id },
      data: { passwordHash: await hashPassword(OLD), authenticator: new Uint8Array([1]) },
    });
    const session = await startSession(member, { userAgent: null, remoteAddress: null });
    const { token } = await make(owner, member);
    expect(await findPasswordReset(token)).toEqual({ email });
    const reset = () => resetPassword(token, NEW, '192.0.2.7');
    const outcomes = await Promise.allSettled([reset(), reset()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await findPasswordReset(token)).toBeNull();
    await expect(reset()).rejects.toEqual(refused('not-found'));

    expect(await sessionMember(session, null)).toBeNull();
    expect(await signIn(email, OLD, null)).toBeNull();
    expect(await signIn(email, NEW, null)).toBe('second-factor');
    const events = await database().auditEvent.findMany({
      where: { subjectId: member.id, action: { startsWith: 'password.' } },
      orderBy: { id: 'asc' },
    });
    expect(events).toMatchObject([
      { action: 'password.link-made', actorId: owner.id, subjectName: email },
      { action: 'password.reset', actorId: member.id, subjectName: email, remoteAddress: '192.0.2.7' },
    ]);
  });

  test('lets somebody in who has guessed at their own password too often', async () => {
    const email = await emailOf(member);
    for (let guess = 0; guess < 10; guess += 1) await signIn(email, `guess ${guess}`, null);
    await expect(signIn(email, NEW, null)).rejects.toEqual(refused('too-many-requests'));
    await resetPassword((await make(owner, member)).token, NEW, null);
    expect(await signIn(email, NEW, null)).toMatchObject({ id: member.id });
  });

  test('wants a good password, and stores no token', async () => {
    const { token } = await make(owner, member);
    await expect(resetPassword(token, 'short', null)).rejects.toEqual(refused('invalid-input'));
    expect(await findPasswordReset(token)).not.toBeNull();
    const row = await database().passwordReset.findUniqueOrThrow({ where: { memberId: member.id } });
    expect(JSON.stringify(row)).not.toContain(token);
    expect(Buffer.from(row.sha256)).toHaveLength(32);
  });

  test('ends after a day, with another one, and when the member changes their password themselves', async () => {
    const [first, second] = [await make(owner, member), await make(owner, member)];
    expect(await findPasswordReset(first.token)).toBeNull();
    const ends = new Date(second.expiresAt).getTime() - Date.now();
    expect(Math.round(ends / 3_600_000)).toBe(24);
    await database().passwordReset.update({
      where: { memberId: member.id },
      data: { expiresAt: new Date() },
    });
    expect(await findPasswordReset(second.token)).toBeNull();
    await sweepSessions();
    expect(await database().passwordReset.count({ where: { memberId: member.id } })).toBe(0);
    const third = await make(owner, member);
    await database().member.update({
      where: { id: member.id },
      data: { passwordHash: await hashPassword(OLD) },
    });
    await changePassword(member, OLD, NEW);
    expect(await findPasswordReset(third.token)).toBeNull();
    expect(await findPasswordReset('nonsense')).toBeNull();
  });
});

describe('who makes it', () => {
  test('is the operator for anybody by their email, an owner for others, and an admin for no owner', async () => {
    const email = await emailOf(owner);
    expect(await makePasswordReset(workspace.operator, { email })).toMatchObject({ email, name: 'owner' });
    await make(owner, admin);
    await make(owner, await makeMember(workspace, 'owner'));
    await make(admin, member);
    await expect(make(admin, owner)).rejects.toEqual(refused('forbidden'));
    for (const actor of [member, await makeMember(workspace, 'guest')])
      await expect(make(actor, admin)).rejects.toEqual(refused('forbidden'));
    const unknown = makePasswordReset(workspace.operator, { email: 'nobody@acme.example' });
    await expect(unknown).rejects.toEqual(refused('not-found'));
  });

  test('is nobody for themselves, and nobody of another workspace', async () => {
    await expect(make(owner, owner)).rejects.toThrow(/under Settings, You/);
    const stranger = await makeMember(await makeWorkspace(), 'owner');
    await expect(make(stranger, member)).rejects.toEqual(refused('not-found'));
  });

  test('is no admin who sees less than the member: by the link they would see the rest', async () => {
    const brand = await makeAddress(workspace, `brand-${member.id}`);
    const shared = { addressId: brand.id };
    await grant(owner, shared, { memberId: member.id }, 'viewer');
    await expect(make(admin, member)).rejects.toThrow(/Mo sees more than you do/);
    await grant(owner, shared, { memberId: admin.id }, 'viewer');
    await make(admin, member);
  });

  test('may make it still when it is used', async () => {
    const stale = async (change: (someone: MemberActor, maker: MemberActor) => Promise<unknown>) => {
      const [someone, maker] = [await makeMember(workspace, 'member'), await makeMember(workspace, 'admin')];
      const { token } = await make(maker, someone);
      await change(someone, maker);
      expect(await findPasswordReset(token)).toBeNull();
      await expect(resetPassword(token, NEW, null)).rejects.toEqual(refused('not-found'));
    };
    await stale((someone) => changeRole(owner, someone.id, 'owner'));
    await stale((_someone, maker) => changeRole(owner, maker.id, 'member'));
    await stale((_someone, maker) => removeMember(owner, maker.id));
    await stale((someone) => removeMember(owner, someone.id));
    await stale(async (someone) => {
      const { id: addressId } = await makeAddress(workspace, `late-${someone.id}`);
      await grant(owner, { addressId }, { memberId: someone.id }, 'viewer');
    });
  });
});

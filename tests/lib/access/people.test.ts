import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { tokenActor } from '#lib/access/authenticate.ts';
import { grant, listGrants, setOpen, withdrawGrant } from '#lib/access/grants.ts';
import { acceptInvitation, findInvitation, invite, revokeInvitation } from '#lib/access/invitations.ts';
import { changeRole, listGrantees, listMembers, removeMember } from '#lib/access/people.ts';
import { addToTeam, createTeam, deleteTeam, listTeams, removeFromTeam } from '#lib/access/teams.ts';
import { createToken, listTokens } from '#lib/access/tokens.ts';
import { createAccount, updateAccount } from '#lib/accounts/manage.ts';
import { createAddress, deleteAddress, listAddresses, updateAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { issueToken } from '#tests/support/api.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeMember, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';

useDatabase();

const PASSWORD = 'correct horse battery';
let workspace: TestWorkspace;
let owner: MemberActor;
let admin: MemberActor;
let member: MemberActor;
let guest: MemberActor;
let brand: Awaited<ReturnType<typeof makeAddress>>;
beforeAll(async () => {
  workspace = await makeWorkspace('inbox.example');
});
beforeEach(async () => {
  await database().grant.deleteMany();
  await database().managedAddress.deleteMany();
  owner = await makeMember(workspace, 'owner');
  admin = await makeMember(workspace, 'admin');
  member = await makeMember(workspace, 'member');
  guest = await makeMember(workspace, 'guest');
  brand = await makeAddress(workspace, 'brand');
});

const sees = async (actor: MemberActor) => (await listAddresses(actor)).map(({ address }) => address);
const refused = (code: string) => expect.objectContaining({ code });

describe('an invitation', () => {
  test('makes a member of its role, once', async () => {
    const { token } = await invite(owner, { email: 'Grace@Acme.example ', role: 'guest' });
    expect(await findInvitation(token)).toEqual({ email: 'grace@acme.example', workspace: 'Acme' });
    const join = () => acceptInvitation(token, { name: 'Grace', password: PASSWORD }, '192.0.2.1');
    const outcomes = await Promise.allSettled([join(), join()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await findInvitation(token)).toBeNull();
    const [grace] = (await listMembers(owner)).filter(({ name }) => name === 'Grace');
    expect(grace).toMatchObject({ email: 'grace@acme.example', role: 'guest' });
    await expect(invite(owner, { email: 'grace@acme.example', role: 'guest' })).rejects.toThrow(/already/);
  });

  test('ends after seven days, when it is revoked, and when another one is made', async () => {
    const old = await invite(admin, { email: 'late@acme.example', role: 'member' });
    const soon = { expiresAt: new Date() };
    await database().invitation.update({ where: { id: old.id }, data: soon });
    expect(await findInvitation(old.token)).toBeNull();
    const next = await invite(admin, { email: 'late@acme.example', role: 'member' });
    const last = await invite(admin, { email: 'late@acme.example', role: 'member' });
    expect(await findInvitation(next.token)).toBeNull();
    await revokeInvitation(admin, last.id);
    expect(await findInvitation(last.token)).toBeNull();
    expect(await findInvitation('nonsense')).toBeNull();
  });

  test('wants a good password, and stores no token', async () => {
    const { token, id } = await invite(owner, { email: 'weak@acme.example', role: 'member' });
    const weak = { name: 'W', password: 'short' };
    await expect(acceptInvitation(token, weak, null)).rejects.toEqual(refused('invalid-input'));
    const row = await database().invitation.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(row)).not.toContain(token);
  });

  test('to be an owner comes from an owner, and none from a plain member', async () => {
    const email = 'high@acme.example';
    await expect(invite(admin, { email, role: 'owner' })).rejects.toEqual(refused('forbidden'));
    for (const actor of [member, guest])
      await expect(invite(actor, { email, role: 'guest' })).rejects.toEqual(refused('forbidden'));
  });
});

describe('roles', () => {
  test('an admin makes no owners, and touches none', async () => {
    await expect(changeRole(admin, member.id, 'owner')).rejects.toEqual(refused('forbidden'));
    await expect(changeRole(admin, owner.id, 'member')).rejects.toEqual(refused('forbidden'));
    await expect(removeMember(admin, owner.id)).rejects.toEqual(refused('forbidden'));
    await changeRole(admin, member.id, 'guest');
    await expect(changeRole(member, guest.id, 'member')).rejects.toEqual(refused('forbidden'));
  });

  test('the last owner stays one, also when two owners remove each other at once', async () => {
    const { id } = await database().workspace.create({ data: { name: 'Two' } });
    const [one, two] = [
      await makeMember({ ...workspace, id }, 'owner'),
      await makeMember({ ...workspace, id }, 'owner'),
    ];
    await Promise.allSettled([removeMember(one, two.id), removeMember(two, one.id)]);
    expect(await database().member.count({ where: { workspaceId: id, role: 'owner' } })).toBe(1);
    const last = await database().member.findFirstOrThrow({ where: { workspaceId: id } });
    const actor = { ...one, id: last.id };
    await expect(changeRole(actor, last.id, 'admin')).rejects.toThrow(/at least one owner/);
    await expect(removeMember(actor, last.id)).rejects.toThrow(/at least one owner/);
  });

  test('nobody of another workspace is there to be changed', async () => {
    const stranger = await makeMember(await makeWorkspace(), 'member');
    await expect(removeMember(owner, stranger.id)).rejects.toEqual(refused('not-found'));
    await expect(changeRole(owner, stranger.id, 'guest')).rejects.toEqual(refused('not-found'));
    const shared = { addressId: brand.id };
    const to = { memberId: stranger.id };
    await expect(grant(owner, shared, to, 'viewer')).rejects.toEqual(refused('not-found'));
  });
});

describe('access to an address', () => {
  test('is granted to a member, changed and taken away', async () => {
    const shared = { addressId: brand.id };
    expect(await sees(guest)).toEqual([]);
    await grant(owner, shared, { memberId: guest.id }, 'viewer');
    expect(await sees(guest)).toEqual([brand.address]);
    await expect(updateAddress(guest, brand.id, { label: 'mine' })).rejects.toEqual(refused('forbidden'));
    await grant(owner, shared, { memberId: guest.id }, 'manager');
    expect(await updateAddress(guest, brand.id, { label: 'mine' })).toMatchObject({ label: 'mine' });
    const grants = await listGrants(owner, shared);
    expect(grants).toMatchObject([{ level: 'manager', to: { kind: 'member', id: guest.id } }]);
    await withdrawGrant(owner, shared, grants[0]?.id ?? '');
    expect(await sees(guest)).toEqual([]);
  });

  test('is granted to a team, for as long as somebody is in it', async () => {
    const team = await createTeam(owner, `Support ${brand.id}`);
    await grant(owner, { addressId: brand.id }, { teamId: team.id }, 'viewer');
    expect(await sees(member)).toEqual([]);
    await addToTeam(owner, team.id, member.id);
    await addToTeam(owner, team.id, member.id);
    expect(await sees(member)).toEqual([brand.address]);
    expect((await listTeams(owner)).find(({ id }) => id === team.id)?.members).toHaveLength(1);
    await removeFromTeam(owner, team.id, member.id);
    expect(await sees(member)).toEqual([]);
    await addToTeam(owner, team.id, member.id);
    await deleteTeam(owner, team.id);
    expect(await sees(member)).toEqual([]);
  });

  test('is opened to the workspace for all but guests, who then only see it', async () => {
    await setOpen(owner, brand.id, true);
    expect([await sees(member), await sees(guest)]).toEqual([[brand.address], []]);
    await expect(setOpen(member, brand.id, false)).rejects.toEqual(refused('forbidden'));
    await setOpen(owner, brand.id, false);
    expect(await sees(member)).toEqual([]);
  });

  test('is its creator’s and the owners’ at first', async () => {
    const made = await createAddress(admin, { address: 'new@inbox.example' });
    expect(await sees(admin)).toEqual([made.address]);
    expect(await sees(owner)).toContain(made.address);
    expect(await sees(await makeMember(workspace, 'admin'))).toEqual([]);
    await deleteAddress(admin, made.id);
  });

  test('is not for somebody who does not see it, nor for a viewer, to give', async () => {
    const shared = { addressId: brand.id };
    const give = (actor: MemberActor) => grant(actor, shared, { memberId: member.id }, 'viewer');
    for (const actor of [admin, member, guest])
      await expect(give(actor)).rejects.toEqual(refused('address-not-found'));
    await grant(owner, shared, { memberId: guest.id }, 'viewer');
    await expect(give(guest)).rejects.toEqual(refused('forbidden'));
    await expect(listGrants(guest, shared)).rejects.toEqual(refused('forbidden'));
    await expect(listGrantees(guest)).rejects.toEqual(refused('forbidden'));
  });

  test('is not to be had by joining a team, or by an account of one’s own', async () => {
    const team = await createTeam(owner, `Secret ${brand.id}`);
    await grant(owner, { addressId: brand.id }, { teamId: team.id }, 'viewer');
    await expect(addToTeam(admin, team.id, admin.id)).rejects.toEqual(refused('forbidden'));

    const account = await createAccount(owner, { service: 'x', handle: `@${brand.id}` });
    await grant(owner, { accountId: account.id }, { memberId: member.id }, 'manager');
    await grant(owner, { addressId: brand.id }, { memberId: member.id }, 'viewer');
    await expect(updateAccount(member, account.id, { email: brand.id })).rejects.toEqual(
      refused('forbidden'),
    );
    await updateAccount(owner, account.id, { email: brand.id });
    // What they may manage by the account, they may keep where it is.
    await updateAccount(member, account.id, { email: brand.id, handle: `@renamed-${brand.id}` });
    await database().account.deleteMany();
  });
});

test('the tokens that a member made are revoked with their removal, and no others', async () => {
  const tokenOf = (actor: MemberActor, name: string) =>
    createToken(actor, { name, scopes: ['codes:read'], addresses: [brand.address] });
  await grant(owner, { addressId: brand.id }, { memberId: admin.id }, 'viewer');
  const [theirs, others] = [await tokenOf(admin, 'theirs'), await tokenOf(owner, 'others')];
  expect(await tokenActor(theirs.id)).toMatchObject({ name: 'theirs' });
  await removeMember(owner, admin.id);
  expect(await tokenActor(theirs.id)).toBeNull();
  expect(await tokenActor(others.id)).toMatchObject({ name: 'others' });
  expect(
    await database().auditEvent.count({ where: { action: 'token.revoked', subjectId: theirs.id } }),
  ).toBe(1);
});

test('a list of tokens names to an admin no address that they may not see', async () => {
  await issueToken(workspace, ['codes:read'], [brand.address]);
  const forOwner = (await listTokens(owner))[0];
  expect(forOwner?.addresses).toEqual([brand.address]);
  const forAdmin = (await listTokens(admin))[0];
  expect(forAdmin).toMatchObject({ id: forOwner?.id, addresses: [], hiddenAddresses: 1 });
});

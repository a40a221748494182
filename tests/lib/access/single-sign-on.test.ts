import { beforeAll, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { invite } from '#lib/access/invitations.ts';
import { removeMember } from '#lib/access/people.ts';
import { type Claims, signInByIssuer, unbindIssuers } from '#lib/access/single-sign-on.ts';
import { database } from '#lib/database/client.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeMember, makeWorkspace, type TestWorkspace } from '#tests/support/fixtures.ts';

useDatabase();

const ISSUER = 'https://login.example';
let workspace: TestWorkspace;
let owner: MemberActor;
beforeAll(async () => {
  workspace = await makeWorkspace();
  owner = await makeMember(workspace, 'owner');
});

function claims(subject: string, email: string | null, change: Partial<Claims> = {}): Claims {
  return { issuer: ISSUER, subject, email, emailVerified: true, name: null, ...change };
}
async function makePerson(email: string) {
  return database().member.create({ data: { workspaceId: workspace.id, email, name: 'P', role: 'member' } });
}

test('of two people with one address, who come first at once, one is bound to the member', async () => {
  const { id } = await makePerson('twice@acme.example');
  const outcomes = await Promise.all(
    ['a', 'b'].map((subject) => signInByIssuer(claims(subject, 'twice@acme.example'), null)),
  );
  expect(outcomes.filter((outcome) => outcome === 'bound')).toHaveLength(1);
  expect(outcomes).toContainEqual(expect.objectContaining({ id }));
  const audited = await database().auditEvent.findMany({
    where: { subjectId: id },
    orderBy: { action: 'asc' },
  });
  expect(audited.map(({ action, subjectName }) => [action, subjectName])).toEqual([
    ['sign-in.failed', 'twice@acme.example: sso'],
    ['sign-in.succeeded', 'twice@acme.example: sso'],
  ]);
});

test('another issuer is another binding, and its subjects are its own', async () => {
  const { id } = await makePerson('moved@acme.example');
  const other = { issuer: 'https://other.example' };
  expect(await signInByIssuer(claims('1', 'moved@acme.example'), null)).toMatchObject({ id });
  expect(await signInByIssuer(claims('1', 'nobody@acme.example', other), null)).toBe('unknown');
  expect(await signInByIssuer(claims('1', 'moved@acme.example', other), null)).toMatchObject({ id });
});

test('an invitation that has ended lets nobody in, nor does one for somebody who is removed before they come again', async () => {
  const late = await invite(owner, { email: 'late@acme.example', role: 'member' });
  await database().invitation.update({ where: { id: late.id }, data: { expiresAt: new Date() } });
  expect(await signInByIssuer(claims('late', 'late@acme.example'), null)).toBe('unknown');

  await invite(owner, { email: 'guest@acme.example', role: 'guest' });
  const joined = await signInByIssuer(claims('guest', 'guest@acme.example', { name: '  ' }), '192.0.2.7');
  expect(joined).toMatchObject({ role: 'guest', name: 'guest' });
  await removeMember(owner, (joined as MemberActor).id);
  expect(await signInByIssuer(claims('guest', 'guest@acme.example'), null)).toBe('unknown');
});

test.each([null, '', 'no address'])('“%s” as an address is none that is verified', async (email) => {
  expect(await signInByIssuer(claims('odd', email), null)).toBe('unverified');
});

test('a member without a password does not unbind their only way in', async () => {
  const { id } = await makePerson('only@acme.example');
  const member = await signInByIssuer(claims('only', 'only@acme.example'), null);
  await expect(unbindIssuers(member as MemberActor)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await database().identity.count({ where: { memberId: id } })).toBe(1);
});

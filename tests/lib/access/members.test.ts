import { expect, test } from 'vitest';
import { memberActor, signIn } from '#lib/access/members.ts';
import { hashPassword, requireGoodPassword, verifyPassword } from '#lib/access/passwords.ts';
import { database } from '#lib/database/client.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeMember, makeWorkspace } from '#tests/support/fixtures.ts';

useDatabase();

async function makeSignIn(password: string) {
  const workspace = await makeWorkspace();
  const actor = await makeMember(workspace, 'owner');
  const { email } = await database().member.update({
    where: { id: actor.id },
    data: { passwordHash: await hashPassword(password) },
  });
  return { actor, email };
}

test('a member signs in with their email in any case, and it is recorded', async () => {
  const { actor, email } = await makeSignIn('correct horse battery');
  expect(await signIn(` ${email.toUpperCase()} `, 'correct horse battery', '192.0.2.1')).toEqual(actor);
  expect(await signIn(email, 'wrong horse battery', '192.0.2.1')).toBeNull();
  const events = await database().auditEvent.findMany({
    where: { subjectId: actor.id },
    orderBy: { id: 'asc' },
  });
  expect(events.map((event) => [event.action, event.actorKind, event.remoteAddress])).toEqual([
    ['sign-in.succeeded', 'member', '192.0.2.1'],
    ['sign-in.failed', 'system', '192.0.2.1'],
  ]);
  expect(await memberActor(actor.id)).toEqual(actor);
});

test('nobody signs in as somebody unknown or without a password', async () => {
  const actor = await makeMember(await makeWorkspace(), 'member');
  const { email } = await database().member.findUniqueOrThrow({ where: { id: actor.id } });
  expect(await signIn(email, '', null)).toBeNull();
  expect(await signIn('nobody@members.example', 'correct horse battery', null)).toBeNull();
});

test('after ten failures even the right password has to wait, also when they come at once', async () => {
  const { email } = await makeSignIn('correct horse battery');
  await Promise.allSettled(Array.from({ length: 12 }, () => signIn(email, 'a wrong password', null)));
  await expect(signIn(email, 'correct horse battery', null)).rejects.toMatchObject({
    code: 'too-many-requests',
  });
});

test('a password is long, and not the email', () => {
  expect(() => requireGoodPassword('eleven char', 'a@b.example')).toThrow(/at least 12/);
  expect(() => requireGoodPassword('x'.repeat(257), 'a@b.example')).toThrow(/at most 256/);
  expect(() => requireGoodPassword('Somebody@b.example', 'somebody@b.example')).toThrow(/email/);
  expect(() => requireGoodPassword('twelve chars', 'a@b.example')).not.toThrow();
});

test.each([
  'passwordpassword',
  'Password2026!',
  '111111111111',
  'Qwertyuiop12',
  'abcabcabcabc',
  'ada.acme12345',
])('the password %s is one of those that are tried first', (password) => {
  expect(() => requireGoodPassword(password, 'ada@acme.example')).toThrow(/tried first/);
});

test.each(['correct horse battery', 'Tr0ub4dor&3xyz', 'h7Kp2mQx9LwZ', '我的密码很长很长很长很长'])(
  'the password %s will do',
  (password) => {
    expect(() => requireGoodPassword(password, 'ada@acme.example')).not.toThrow();
  },
);

test('a password is the same however its accents are composed', async () => {
  const hash = await hashPassword('caf\u00e9 caf\u00e9 caf\u00e9');
  expect(hash).toMatch(/^\$argon2id\$/);
  expect(await verifyPassword(hash, 'cafe\u0301 cafe\u0301 cafe\u0301')).toBe(true);
  expect(await verifyPassword(null, 'cafe\u0301 cafe\u0301 cafe\u0301')).toBe(false);
});

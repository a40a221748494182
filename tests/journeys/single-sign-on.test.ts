import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { invite } from '#lib/access/invitations.ts';
import { hashPassword } from '#lib/access/passwords.ts';
import { removeMember } from '#lib/access/people.ts';
import { database } from '#lib/database/client.ts';
import { freePort } from '#lib/free-port.ts';
import { untilLive } from '#tests/support/acme.ts';
import { CLIENT, startIssuer, type TestIssuer } from '#tests/support/issuer.ts';
import { openMailroom } from '#tests/support/journey.ts';
import { createWorkspace } from '#tests/support/workspace.ts';

let issuer: TestIssuer;
const journey = openMailroom(async () => {
  const port = String(await freePort());
  issuer = await startIssuer(`http://localhost:${port}/api/auth/callback/oidc`);
  return {
    PORT: port,
    OIDC_ISSUER: issuer.url,
    OIDC_CLIENT_ID: CLIENT.id,
    OIDC_CLIENT_SECRET: CLIENT.secret,
  };
});
afterAll(() => issuer?.stop());

let workspaceId = '';
let owner: { kind: 'member'; id: string; workspaceId: string; name: string; role: 'owner' };
beforeAll(async () => {
  const made = await createWorkspace();
  workspaceId = made.workspace.id;
  owner = { kind: 'member', id: made.owner.id, workspaceId, name: 'Olive', role: 'owner' };
});

const ada = { sub: 'ada-1', email: 'Ada@acme.example', email_verified: true, name: 'Ada' };

async function comeFromIssuer(path = '/sign-in'): Promise<Page> {
  const page = await journey.visit(path);
  await page.getByRole('button', { name: `Sign in with ${new URL(issuer.url).host}` }).click();
  return page;
}

test('a member signs in by the issuer, without our second factor, to where they wanted to go; the session is one as any', async () => {
  const member = await database().member.create({
    data: {
      ...{ workspaceId, email: 'ada@acme.example', name: 'Ada', role: 'member' },
      // Sealed by nobody: it is not looked at.
      authenticator: new Uint8Array([1]),
    },
  });
  issuer.person = ada;
  const page = await comeFromIssuer('/settings/sessions');
  await page.getByRole('heading', { name: 'Where you are signed in' }).waitFor();
  await page.getByText('ada@acme.example').waitFor();
  expect(Object.fromEntries(issuer.asked)).toMatchObject({
    ...{ response_type: 'code', code_challenge_method: 'S256', scope: 'openid email profile' },
    ...{ state: expect.stringMatching(/.{40}/), nonce: expect.stringMatching(/.{40}/) },
  });
  const [identity] = await database().identity.findMany({ where: { memberId: member.id } });
  expect(identity).toMatchObject({ issuer: issuer.url, subject: 'ada-1' });

  // By the subject from now on, whatever has become of the email.
  issuer.person = { ...ada, email: 'somebody@else.example', email_verified: false };
  const again = await comeFromIssuer('/settings/sessions');
  await again.getByText('ada@acme.example').waitFor();
  expect(await database().session.count({ where: { memberId: member.id } })).toBe(2);
  await again.goto('about:blank');
  await database().session.deleteMany({ where: { memberId: member.id } });
  await again.goto(`${journey.url}/inbox`);
  await again.getByRole('heading', { name: 'Sign in' }).waitFor();

  // Somebody who has been removed is a stranger.
  await page.goto('about:blank');
  await removeMember(owner, member.id);
  issuer.person = ada;
  const removed = await comeFromIssuer();
  await removed.getByText('nobody here has invited your email address').waitFor();
});

test('somebody who is invited joins by it, and has no password to be asked for', async () => {
  const { token } = await invite(owner, { email: 'grace@acme.example', role: 'member' });
  issuer.person = { sub: 'grace-1', email: 'grace@acme.example', email_verified: true, name: 'Grace Hopper' };
  const page = await comeFromIssuer(`/invitation/${token}`);
  await page.getByRole('heading', { name: 'You have no access to an address yet' }).waitFor();
  expect(await database().member.findUniqueOrThrow({ where: { email: 'grace@acme.example' } })).toMatchObject(
    { name: 'Grace Hopper', role: 'member', passwordHash: null },
  );
  await page.goto(`${journey.url}/settings/sessions`);
  await page.getByText('by single sign-on').waitFor();
  expect(await page.getByLabel('New password').count()).toBe(0);
});

test('an address that is not verified, a stranger, another person with the same address, and a change of mind are told so', async () => {
  for (const [person, words] of [
    [
      { sub: 'eve-1', email: 'grace@acme.example', email_verified: false, name: 'Eve' },
      'has not verified your email address',
    ],
    [
      { sub: 'eve-1', email: 'eve@elsewhere.example', email_verified: true, name: 'Eve' },
      'nobody here has invited your email address',
    ],
    [
      { sub: 'grace-2', email: 'grace@acme.example', email_verified: true, name: 'Eve' },
      'signs in as somebody else',
    ],
    [null, 'did not come to its end'],
  ] as const) {
    issuer.person = person;
    const page = await comeFromIssuer();
    await page.getByText(words).waitFor();
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  }
});

test('whoever is refused and tries again comes to where they wanted to go', async () => {
  issuer.person = null;
  const page = await comeFromIssuer('/settings/sessions');
  await page.getByText('did not come to its end').waitFor();
  issuer.person = { sub: 'grace-1', email: 'grace@acme.example', email_verified: true, name: 'Grace Hopper' };
  await page.getByRole('button', { name: `Sign in with ${new URL(issuer.url).host}` }).click();
  await page.waitForURL('**/settings/sessions');
});

test('a member with a password unbinds who they are at the issuer, and is bound anew by their next sign-in there', async () => {
  const member = await database().member.create({
    data: {
      ...{ workspaceId, email: 'mary@acme.example', name: 'Mary', role: 'member' },
      passwordHash: await hashPassword('correct horse battery'),
    },
  });
  issuer.person = { sub: 'mary-1', email: 'mary@acme.example', email_verified: true, name: 'Mary' };
  const page = await comeFromIssuer('/settings/sessions');
  const unbind = page.getByRole('button', { name: 'Unbind …' });
  await unbind.waitFor();
  const streaming = untilLive(page);
  await page.reload();
  await streaming;
  await unbind.click();
  await page.getByRole('button', { name: 'Unbind it' }).click();
  await page.getByText('Bound to who you are').waitFor({ state: 'detached' });
  expect(await database().identity.count({ where: { memberId: member.id } })).toBe(0);

  issuer.person = { ...issuer.person, sub: 'mary-2' };
  const again = await comeFromIssuer('/settings/sessions');
  await again.getByRole('button', { name: 'Unbind …' }).waitFor();
});

test('an answer that this browser has not asked for starts no session', async () => {
  const page = await journey.visit('/api/auth/callback/oidc?code=stolen&state=made-up');
  await page.getByText('did not come to its end').waitFor();
  await page.goto(`${journey.url}/inbox`);
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

import type { Take } from '#bin/screenshots/take.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { grant } from '#lib/access/grants.ts';
import { invite } from '#lib/access/invitations.ts';
import { makePasswordReset } from '#lib/access/password-resets.ts';
import { addToTeam, createTeam } from '#lib/access/teams.ts';
import { database } from '#lib/database/client.ts';

/** Members, a team, an invitation, what they are granted, and what they did. */
export async function takePeople(owner: MemberActor, take: Take): Promise<void> {
  const { workspaceId } = owner;
  const grace = await database().member.create({
    data: { workspaceId, email: 'grace@acme.example', name: 'Grace Hopper', role: 'admin' },
  });
  await database().member.create({
    data: { workspaceId, email: 'agency@other.example', name: 'Agency', role: 'guest' },
  });
  const team = await createTeam(owner, 'Support');
  await addToTeam(owner, team.id, grace.id);
  const { token } = await invite(owner, { email: 'alan@acme.example', role: 'member' });
  const { id: addressId } = await database().managedAddress.findFirstOrThrow();
  await grant(owner, { addressId }, { teamId: team.id }, 'manager');
  await take('members', '/settings/members');
  await take('member-invite', '/settings/members', (page) =>
    page.getByRole('button', { name: 'Invite somebody' }).click(),
  );
  await take('member-role', '/settings/members', async (page) => {
    await page.getByLabel('Role of Grace Hopper').selectOption('owner');
  });
  await take('member-password', '/settings/members', (page) =>
    page.getByRole('button', { name: 'Password link for Grace Hopper' }).click(),
  );
  await take('teams', '/settings/teams');
  await take('workspace', '/settings/workspace');
  await take('you', '/settings/sessions');
  await take('address', `/addresses/${addressId}`);
  await take('retention', '/settings/retention', (page) => page.getByLabel('All of them').check());
  await take('activity', '/activity');
  await take('invitation', `/invitation/${token}`);
  const reset = await makePasswordReset(owner, { id: grace.id });
  await take('new-password', `/new-password/${reset.token}`);
}

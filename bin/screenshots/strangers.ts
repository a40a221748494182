import { DOMAIN, OWNER, type Take } from '#bin/screenshots/take.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { setUp } from '#lib/workspaces/set-up.ts';
import { setUpToken } from '#lib/workspaces/set-up-link.ts';
import { SECRET } from '#tests/support/web-app.ts';

/** What is seen before anybody is signed in; on the way, the workspace is made. */
export async function takeStrangers(take: Take): Promise<MemberActor> {
  const link = `/set-up/${setUpToken(SECRET)}`;
  await take('set-up', link);
  await take('set-up-wrong-link', '/set-up/wrong');
  await take('set-up-mistakes', link, async (page) => {
    await page.getByLabel('Workspace').fill('Acme');
    await page.getByRole('button', { name: 'Set up Mailroom' }).click();
    await page.getByRole('alert').first().waitFor();
  });
  const { workspaceId, memberId } = await setUp({
    workspace: 'Acme',
    owner: OWNER,
    domain: DOMAIN,
    address: `brand@${DOMAIN}`,
  });
  await take('sign-in', '/sign-in');
  await take('reference', '/reference');
  await take('reference-operation', '/reference#postCodesClaim');
  return { kind: 'member', id: memberId, workspaceId, name: OWNER.name, role: 'owner' };
}

/** What is seen while there is nothing yet. */
export async function takeEmpty(take: Take): Promise<void> {
  await take('inbox-0', '/inbox');
  await take('accounts-0', '/accounts');
  await take('addresses', '/addresses');
  await take('not-found', '/nowhere');
  await take('tokens-0', '/settings/tokens');
  await take('webhooks-0', '/settings/webhooks');
}

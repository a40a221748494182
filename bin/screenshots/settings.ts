import { DOMAIN, type Take } from '#bin/screenshots/take.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createToken, revokeToken } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { createWebhook } from '#lib/webhooks/manage.ts';

/** Tokens and webhooks as they are after a while: used, expiring, revoked; working, failing and switched off. */
export async function takeSettings(owner: MemberActor, take: Take): Promise<void> {
  const scopes = ['codes:read', 'codes:claim'];
  const addresses = [`brand@${DOMAIN}`];
  const old = await createToken(owner, { name: 'Old login bot', scopes });
  await revokeToken(owner, old.id);
  await createToken(owner, { name: 'Playwright', scopes, addresses });
  const ci = await createToken(owner, {
    name: 'CI',
    scopes,
    expiresAt: new Date(Date.now() + 29 * 86_400_000),
  });
  await database().apiToken.update({ where: { id: ci.id }, data: { lastUsedAt: new Date() } });
  await take('tokens', '/settings/tokens');
  await take('token-form', '/settings/tokens', async (page) => {
    await page.getByRole('button', { name: 'New token' }).click();
    await page.getByLabel('Only these').check();
  });
  await take('token-revoke', '/settings/tokens', (page) =>
    page.getByRole('button', { name: 'Revoke CI …' }).click(),
  );

  const off = await createWebhook(owner, { url: 'https://old.example.com/hooks/mailroom' });
  await database().webhook.update({
    where: { id: off.id },
    data: { disabledAt: new Date(), notice: 'Its URL answered 410: it wants nothing more.' },
  });
  const { id } = await createWebhook(owner, {
    url: 'https://hooks.example.com/mailroom?team=acme',
    addresses,
  });
  await database().webhook.update({
    where: { id },
    data: { failingSince: new Date(Date.now() - 7_200_000) },
  });
  const answers = [
    { deliveredAt: new Date(), responseStatus: 204, attempts: 1 },
    {
      nextAttemptAt: new Date(Date.now() + 600_000),
      responseStatus: 503,
      attempts: 4,
      error: 'It answered 503.',
    },
    { responseStatus: null, attempts: 11, error: 'The host refused the connection.' },
  ];
  for (const [n, answer] of answers.entries())
    await database().webhookDelivery.create({
      data: {
        ...{
          workspaceId: owner.workspaceId,
          webhookId: id,
          addressId: id,
          messageId: id,
          kind: 'message.received',
        },
        ...{ at: new Date(Date.now() - n * 3_000_000), ...answer },
      },
    });
  await take('webhooks', '/settings/webhooks');
  await take('webhook-form', '/settings/webhooks', (page) =>
    page.getByRole('button', { name: 'New webhook' }).click(),
  );
  await take('deliveries', `/settings/webhooks/${id}`);
}

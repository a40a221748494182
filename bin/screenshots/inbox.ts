import path from 'node:path';
import { type Camera, DOMAIN, type Take } from '#bin/screenshots/take.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { deliverSample, SAMPLE_MAIL, type SampleMail } from '#tests/support/sample-mail.ts';

const README_PICTURE = path.join(import.meta.dirname, '../../docs/inbox.png');

/** The inbox with a little and with much, what opens in it and over it. */
export async function takeInbox(owner: MemberActor, take: Take): Promise<void> {
  for (const sample of SAMPLE_MAIL.slice(0, 3).toReversed()) await deliverTo(sample);
  await take('inbox-3', '/inbox');
  await database().message.deleteMany();
  await createAddress(owner, { address: `dev@${DOMAIN}`, label: 'GitHub acme-dev' });
  await createAddress(owner, { address: `orders@${DOMAIN}` });
  await deliverMany(3_000);
  const newest = await deliverOrdinaryMorning();
  await take('inbox-3000', '/inbox');
  await take('inbox-further-down', '/inbox', async (page) => {
    await page
      .getByRole('list', { name: 'Messages' })
      .evaluate((list) => list.parentElement?.scrollTo(0, 40_000));
    await page.waitForTimeout(500);
  });
  await take('message', `/inbox?message=${newest}`);
  await take('message-html', `/inbox?message=${newest}`, async (page) => {
    await page.getByRole('tab', { name: 'HTML' }).click();
    await page.frameLocator('iframe').getByText('62v3cc5t').waitFor();
  });
  await take('message-forward', `/inbox?message=${newest}`, async (page) => {
    await page.getByRole('button', { name: 'Forward the message …' }).click();
    await page.getByRole('dialog').getByLabel('To').waitFor();
  });
  await take('search', '/inbox?q=from%3Ax+is%3Ared+confirm', async (page) => {
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.locator('mark').filter({ visible: true }).first().waitFor();
  });
  await take('search-nothing', '/inbox?q=nowhere-to-be-found', (page) =>
    page.getByText('No message matches').waitFor(),
  );
  await take('palette', `/inbox?message=${newest}`, async (page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
  });
  await take('keys', '/inbox', (page) => page.keyboard.press('?'));
  await take('nowhere', '/nowhere');
  await take('preferences', '/settings/preferences');
  await take('archived', '/inbox', async (page) => {
    for (const key of ['j', 'j', 'e']) await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Undo' }).waitFor();
  });
}

/** A conversation by text, and what is written in answer. */
export async function takeConversation(
  take: Take,
  text: (text: { from: string; to: string; body: string }) => Promise<unknown>,
): Promise<void> {
  const [from, to] = ['+14155550177', '+14155550100'];
  await text({
    from,
    to,
    body: 'Hi, it is Ada from the agency. Which number do you want for the X account?',
  });
  await text({ from, to, body: 'Your X confirmation code is 073532. It expires in 10 minutes.' });
  const { id } = await database().message.findFirstOrThrow({
    where: { channel: 'sms' },
    orderBy: { receivedAt: 'desc' },
  });
  await take('conversation', `/inbox?message=${id}`);
  await take('conversation-composer', `/inbox?message=${id}`, async (page) => {
    await page.getByRole('button', { name: 'Send a text' }).click();
  });
}

/** The one that the README shows. */
export async function takeForReadme(camera: Camera): Promise<void> {
  await database().message.deleteMany();
  // One of them wants the owner, and its mark would stand beside the settings.
  await database().webhook.deleteMany();
  const newest = await deliverOrdinaryMorning();
  await camera.takeOne(README_PICTURE, `/inbox?message=${newest}`, {
    viewport: { width: 1280, height: 720 },
  });
}

/** All of the samples. Resolves with the newest one's id. */
async function deliverOrdinaryMorning(): Promise<string> {
  let newest = '';
  for (const sample of SAMPLE_MAIL.toReversed()) newest = await deliverTo(sample);
  return newest;
}

/** Older than the samples, several at once: they share commits. */
async function deliverMany(count: number): Promise<void> {
  const minute = 60;
  for (let start = 0; start < count; start += 50) {
    const batch = Array.from({ length: Math.min(50, count - start) }, (_, index) => start + index);
    await Promise.all(
      batch.map((number) => {
        const sample = SAMPLE_MAIL[number % SAMPLE_MAIL.length];
        return sample && deliverTo({ ...sample, seconds: 60 * 60 * minute + number * 11 * minute });
      }),
    );
  }
}

async function deliverTo(sample: SampleMail): Promise<string> {
  const wanted =
    { GitHub: 'dev', Google: 'dev', Figma: 'dev', Paperhat: 'orders' }[sample.name ?? ''] ?? 'brand';
  const known = await database().managedAddress.findUnique({ where: { address: `${wanted}@${DOMAIN}` } });
  return deliverSample(known?.address ?? `brand@${DOMAIN}`, sample);
}

import { expect, test } from 'vitest';
import { receiveAndroidEvent } from '#inbound/android-gateway/receive.ts';
import { deliver } from '#inbound/deliver.ts';
import { receiveTwilioMessage } from '#inbound/twilio/receive.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { createSmsSource } from '#lib/sources/manage.ts';
import { openAcme, row } from '#tests/support/acme.ts';
import { androidEvent, androidRequest } from '#tests/support/android.ts';
import { clipboard, PHONE } from '#tests/support/journey.ts';
import { soon } from '#tests/support/soon.ts';
import { twilioForm } from '#tests/support/twilio.ts';
import { SECRET } from '#tests/support/web-app.ts';

process.env.MAILROOM_SECRET = SECRET;
const { journey, openInbox } = openAcme();
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const NUMBER = '+14155550100';

const receive = (event: object) => {
  const source = { id: 'phone', secret: '', numbers: [{ slot: 1, address: NUMBER }] };
  const message = receiveAndroidEvent(Buffer.from(JSON.stringify(event)), source);
  if (!message) throw new Error('The event brings no text.');
  return message;
};

test('an Android phone is made a source, with its key as a QR code and what to do', async () => {
  const page = await openInbox('/settings/sources', PHONE);
  await page.getByText('No source yet').waitFor();
  await page.getByText('Twilio does not generally let its numbers receive').waitFor();
  await page.getByRole('button', { name: 'New source' }).click();
  await page.getByText('There is no managed phone yet').waitFor();
  const { id, workspaceId } = await database().member.findFirstOrThrow({ where: { role: 'owner' } });
  await createAddress(
    { kind: 'member', id, workspaceId, name: 'Ada', role: 'owner' },
    { address: NUMBER, label: 'X @acme' },
  );
  await page.reload();
  await page.getByRole('button', { name: 'New source' }).click();
  const form = page.getByRole('form', { name: 'New source' });
  await form.getByLabel('Name').fill('Phone in the office');
  await form.getByRole('button', { name: 'Make source' }).click();
  await form.getByText('Choose a number.').waitFor();
  expect(await form.getByLabel('Name').inputValue()).toBe('Phone in the office');
  await form.getByLabel('Number of SIM 1').selectOption(NUMBER);
  await form.getByRole('button', { name: 'Make source' }).click();
  await page.getByRole('img', { name: 'The signing key as a QR code' }).waitFor();
  await page.getByRole('button', { name: 'Copy the signing key' }).click();
  const key = await clipboard(page);
  await page.getByRole('button', { name: 'Copy the command for texts' }).click();
  const url = /"url":"([^"]+)"/.exec(await clipboard(page))?.[1] ?? '';
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByText('no text yet').waitFor();
  expect(await page.content()).not.toContain(key);
  expect(new URL(url).pathname).toBe('/api/inbound/android-gateway');
});

test('a text of a phone comes into the open inbox, and a phone that is revoked brings none', async () => {
  const { workspaceId } = await database().member.findFirstOrThrow();
  const operator = { kind: 'system', workspaceId, name: 'test' } as const;
  const { secret } = await createSmsSource(operator, { kind: 'android', name: 'Spare', numbers: [NUMBER] });
  const bring = () =>
    fetch(androidRequest(`${journey.url}/api/inbound/android-gateway`, secret, androidEvent()));
  const page = await openInbox();
  expect((await bring()).status).toBe(200);
  await row(page, '073532').getByText(NUMBER).waitFor();
  await page.goto(`${journey.url}/settings/sources`);
  await page.getByText('last text').waitFor();
  await page.getByRole('button', { name: 'Revoke Spare …' }).click();
  await page.getByRole('button', { name: 'Revoke Spare, for ever' }).click();
  await page.getByText('Revoked (1)').waitFor();
  expect((await bring()).status).toBe(403);
});

test('a program is made a source, with an example that names its URL and number', async () => {
  const page = await openInbox('/settings/sources');
  await page.getByRole('button', { name: 'New source' }).click();
  const form = page.getByRole('form', { name: 'New source' });
  await form.getByLabel('Name').fill('Carrier');
  await form.getByLabel('Another provider').check();
  await form.getByLabel(NUMBER).check();
  await form.getByRole('button', { name: 'Make source' }).click();
  await page.getByRole('button', { name: 'Copy the example' }).click();
  const example = await clipboard(page);
  expect(example).toContain(`${journey.url}/api/inbound/webhook/`);
  expect(example).toContain(NUMBER);
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByRole('list', { name: 'Sources', exact: true }).getByText(`Program · ${NUMBER}`).waitFor();
});

test('a text opens as a conversation, with what is said next to it, and an MMS with its picture', async () => {
  const [theirs, picture] = ['+14155550177', Buffer.from(PIXEL, 'base64')];
  const bring = (payload: Record<string, unknown>, event?: string) =>
    deliver(
      receive(androidEvent({ event, payload: { ...payload, sender: theirs, messageId: event ?? 'text' } })),
    );
  await bring({ message: 'Reply YES to confirm' });
  const page = await openInbox();
  await row(page, 'Reply YES to confirm').getByRole('link').click();
  const conversation = page.getByRole('list', { name: `Conversation with ${theirs}` });
  await conversation.getByText('Reply YES to confirm').waitFor();
  const attachments = [{ contentType: 'image/png', name: 'pixel.png', data: picture.toString('base64') }];
  await bring({ body: 'Look at this', subject: null, attachments }, 'mms:downloaded');
  await conversation.getByRole('button', { name: 'Look at this' }).click();
  await page.getByRole('img', { name: 'pixel.png' }).waitFor();
  const width = (image: HTMLElement) => (image as HTMLImageElement).naturalWidth;
  await soon(async () => expect(await page.getByRole('img', { name: 'pixel.png' }).evaluate(width)).toBe(1));
  expect(await conversation.getByRole('listitem').allInnerTexts()).toEqual([
    expect.stringContaining('Reply YES'),
    expect.stringContaining('Look at this'),
  ]);
});

test('a text whose code was taken out says so in the list and when it is open', async () => {
  const form = twilioForm({ To: NUMBER, ErrorCode: '30038', Body: 'Your code is ***' });
  await deliver(receiveTwilioMessage(Buffer.from('form'), form));
  const page = await openInbox();
  await row(page, 'redacted by the carrier').getByRole('link').click();
  await page.getByText('Twilio has taken the code out of this text').waitFor();
});

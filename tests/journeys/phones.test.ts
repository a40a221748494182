import { beforeAll, beforeEach, expect, test } from 'vitest';
import { fetchDue } from '#inbound/twilio/media.ts';
import type { SystemActor } from '#lib/access/actor.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { settings } from '#lib/settings.ts';
import { openAcme } from '#tests/support/acme.ts';
import { PHONE as SMALL } from '#tests/support/journey.ts';
import { openTwilio } from '#tests/support/twilio-server.ts';
import { SECRET } from '#tests/support/web-app.ts';

process.env.MAILROOM_SECRET = SECRET;
// Before the web app starts, which is pointed at it too.
const twilio = await openTwilio();
const { openInbox, journey } = openAcme();
const PHONE = '+14155550100';
const FRIEND = '+447700900123';

let system: SystemActor;
let accountId: string;
beforeAll(async () => {
  const { id: workspaceId } = await database().workspace.findFirstOrThrow();
  system = { kind: 'system', workspaceId, name: 'test' };
  await createAddress(system, { address: PHONE, label: 'X @brand' });
  accountId = (await createAccount(system, { service: 'x', handle: '@brand', phone: PHONE })).id;
});
beforeEach(() => {
  twilio.numbers.clear();
  twilio.numbers.add(PHONE, `${journey.url}/api/inbound/twilio/sms`);
});

test('an owner looks for a number, buys it for the price on the button, and its texts come here', async () => {
  const page = await openInbox('/settings/phones');
  await page.getByLabel('Digits').fill('212');
  await page.getByRole('button', { name: 'Look', exact: true }).click();
  const offered = page.getByRole('list', { name: 'Numbers for sale' });
  await offered.getByText('1.15 USD').waitFor();
  await offered.getByRole('button', { name: 'Buy +12125550112 …' }).click();
  await page.getByRole('button', { name: 'Buy it for 1.15 USD a month' }).click();
  const bought = page
    .getByRole('list', { name: 'Numbers', exact: true })
    .getByRole('listitem')
    .filter({ hasText: '+12125550112' });
  await bought.getByText('Its texts come here.').waitFor();
  expect(
    await twilio.receive({ from: '40404', to: '+12125550112', body: 'Your X confirmation code is 482913.' }),
  ).toBe(200);

  await bought.getByRole('button', { name: 'Release +12125550112 …' }).click();
  await page.getByRole('button', { name: 'Give it back in 7 days' }).click();
  await bought.getByText(/given back to Twilio on/).waitFor();
});

test('a number whose texts go elsewhere says so, and one button mends it; releasing one warns of its accounts', async () => {
  twilio.numbers.clear();
  twilio.numbers.add(PHONE, 'https://elsewhere.example/sms');
  const page = await openInbox('/settings/phones');
  const number = page.getByRole('listitem').filter({ hasText: PHONE });
  await number.getByText('https://elsewhere.example/sms').waitFor();
  await number.getByRole('button', { name: /Receive its texts here/ }).click();
  await page.getByRole('button', { name: 'Send its texts here instead' }).click();
  await number.getByText('Its texts come here.').waitFor();
  await number.getByRole('button', { name: /Release/ }).click();
  await page.getByText(/x @brand is registered with it/).waitFor();
  await page.getByRole('button', { name: 'Keep it', exact: true }).click();
});

test('an owner has the calls to a number answered; what is spoken is read and heard where it came', async () => {
  const page = await openInbox('/settings/phones', SMALL);
  const number = page.getByRole('listitem').filter({ hasText: PHONE });
  await number.getByRole('button', { name: 'Label and calls' }).click();
  await number.getByLabel('Label', { exact: true }).fill('X @brand, calls');
  await number.getByRole('checkbox').check();
  await number.getByLabel('Say first').fill('This call is recorded.');
  await number.getByRole('button', { name: 'Save' }).click();
  await number.getByText('Its callers hear “This call is recorded.” and are recorded.').waitFor();
  await number.getByText('X @brand, calls').waitFor();
  const says = 'Your X verification code is 7, 3, 9. 1, 8, 4. Goodbye.';
  expect(await twilio.call({ from: '+14155550177', to: PHONE, says })).toMatchObject({ transcribed: 200 });
  await page.goto(`${journey.url}/inbox?q=${encodeURIComponent('channel:voice')}`);
  await page.getByText('739184').first().waitFor();
  const { id } = await database().message.findFirstOrThrow({ where: { channel: 'voice' } });
  // No process fetches files here.
  await fetchDue(settings().twilio ?? fail(), new AbortController().signal);
  await page.goto(`${journey.url}/inbox?message=${id}`);
  const recording = page.getByLabel('recording.wav');
  await recording.waitFor();
  const seconds = await recording.evaluate(
    (audio: HTMLAudioElement) =>
      new Promise((resolve) => {
        audio.onloadedmetadata = () => resolve(audio.duration);
        audio.load();
        audio.preload = 'auto';
      }),
  );
  expect(seconds).toBe(0.5);
});

test('an owner adds a subaccount by its token, and brings in a number of it', async () => {
  const { account, numbers, receive } = twilio.subaccount();
  numbers.add('+14155550150');
  const page = await openInbox('/settings/phones');
  await page.getByRole('button', { name: 'Add a subaccount' }).click();
  await page.getByLabel('Account SID').fill(account.sid);
  await page.getByLabel('Auth token').fill('wrong');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Twilio does not accept this account SID with this token.').waitFor();
  await page.getByLabel('Auth token').fill(account.token);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const number = page.getByRole('listitem').filter({ hasText: '+14155550150' });
  await number.getByText('Subaccount Brand team').waitFor();
  await number.getByRole('button', { name: /Bring it in/ }).click();
  await page.getByRole('button', { name: 'Send its texts here' }).click();
  await number.getByText('Its texts come here.').waitFor();
  const body = 'Your X confirmation code is 482913.';
  expect(await receive({ from: '40404', to: '+14155550150', body })).toBe(200);
  await page.getByRole('button', { name: 'Remove Brand team …' }).click();
  await page.getByRole('button', { name: 'Forget its token' }).click();
  await page.getByText(account.sid).waitFor({ state: 'detached' });
  expect(await receive({ from: '40404', to: '+14155550150', body })).toBe(403);
});

test('what X shows is pasted, one press sends it, and its state is followed until it has arrived', async () => {
  const page = await openInbox(`/accounts/${accountId}`);
  await page.getByText('X asks me to send a text').click();
  await page.getByLabel('Paste what X shows').fill('To confirm, text the code “AB12CD” to +44 7700 900123.');
  await page.getByRole('button', { name: `Send “AB12CD” to ${FRIEND}` }).click();
  await page.getByText('Queued: handed to Twilio').waitFor();
  const [sent] = twilio.messages.all;
  expect(sent).toMatchObject({ from: PHONE, to: FRIEND, body: 'AB12CD' });
  expect(await twilio.progress(sent?.sid ?? '', 'sent')).toBe(200);
  await page.getByText('Sent: the carrier has it').waitFor();
  expect(await twilio.progress(sent?.sid ?? '', 'delivered')).toBe(200);
  await page.getByText('Delivered', { exact: true }).waitFor();
});

test('a text is answered where it is read; what Twilio refuses is said in plain words, on a phone too', async () => {
  await twilio.receive({ from: FRIEND, to: PHONE, body: 'Reply YES to confirm.' });
  const page = await openInbox('/inbox', SMALL);
  await page.getByText('Reply YES to confirm.').first().click();
  await page.getByRole('button', { name: 'Send a text' }).click();
  expect(await page.getByLabel('To', { exact: true }).inputValue()).toBe(FRIEND);
  await page.getByRole('textbox', { name: 'Text' }).fill('YES');
  twilio.refuse(FRIEND, 21610);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText(/has opted out of texts from this number/).waitFor();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBe(0);
});

test('an owner switches sending off, and nobody is offered it', async () => {
  const page = await openInbox('/settings/phones');
  await page.getByRole('button', { name: 'Switch sending off …' }).click();
  await page.getByRole('button', { name: 'Let nobody send' }).click();
  await page.getByText('Switched off: nobody in this workspace sends a text.').waitFor();
  await page.goto(`${journey.url}/accounts/${accountId}`);
  await page.getByRole('heading', { name: 'X @brand' }).waitFor();
  expect(await page.getByText('X asks me to send a text').count()).toBe(0);
});

function fail(): never {
  throw new Error('Twilio is not configured.');
}

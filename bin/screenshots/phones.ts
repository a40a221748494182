import type { TwilioServer } from '#bin/demo/twilio.ts';
import type { Take } from '#bin/screenshots/take.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { database } from '#lib/database/client.ts';
import { allowDestination } from '#lib/forwarding/destinations.ts';
import { addTwilioAccount } from '#lib/phones/twilio-accounts.ts';
import { createSmsSource } from '#lib/sources/manage.ts';

/** Numbers, what is for sale, other sources of texts, domains, and to whom mail is forwarded. */
export async function takePhones(
  owner: MemberActor,
  take: Take,
  twilio: TwilioServer,
  url: string,
): Promise<void> {
  await take('phones-0', '/settings/phones');
  await take('sources-0', '/settings/sources');
  await take('forwarding-0', '/settings/forwarding');
  const { id: addressId } = await createAddress(owner, { address: '+14155550100', label: 'X @brand' });
  twilio.numbers.add('+14155550100', `${url}/api/inbound/twilio/sms`);
  twilio.numbers.change('+14155550100', { SmsFallbackUrl: `${url}/api/inbound/twilio/sms` });
  // Where Mailroom's own webhook for calls leads, which is that of the web app here.
  const calls = `${url}/api/inbound/twilio/voice`;
  twilio.numbers.change('+14155550100', { VoiceUrl: calls, VoiceFallbackUrl: calls });
  await database().callAnswering.create({
    data: { addressId, workspaceId: owner.workspaceId, greeting: 'This call is recorded.' },
  });
  twilio.numbers.add('+14155550199', 'https://elsewhere.example.com/sms');
  await createSmsSource(owner, { kind: 'android', name: 'Pixel in the office', numbers: ['+14155550100'] });
  await allowDestination(owner, 'agency@other.example');
  const agency = twilio.subaccount();
  agency.numbers.add('+447700900155');
  await addTwilioAccount(owner, {
    accountSid: agency.account.sid,
    authToken: agency.account.token,
    label: 'Agency in London',
  });
  await take('phones', '/settings/phones');
  await take('phones-search', '/settings/phones', async (page) => {
    await page.getByLabel('Digits').fill('415');
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await page.getByRole('list', { name: 'Numbers for sale' }).waitFor();
  });
  await take('phones-subaccount', '/settings/phones', async (page) => {
    await page.getByRole('button', { name: 'Add a subaccount' }).click();
  });
  await take('phones-number', '/settings/phones', async (page) => {
    await page.getByRole('button', { name: 'Label and calls of +14155550100' }).click();
  });
  await take('sources', '/settings/sources');
  await take('domains', '/settings/domains');
  await take('forwarding', '/settings/forwarding');
}

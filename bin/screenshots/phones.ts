import type { Numbers } from '#bin/demo/twilio/numbers.ts';
import type { Take } from '#bin/screenshots/take.ts';
import type { MemberActor } from '#lib/access/actor.ts';
import { createAddress } from '#lib/addresses/manage.ts';
import { allowDestination } from '#lib/forwarding/destinations.ts';
import { createSmsSource } from '#lib/sources/manage.ts';

/** Numbers, what is for sale, other sources of texts, domains, and to whom mail is forwarded. */
export async function takePhones(
  owner: MemberActor,
  take: Take,
  twilio: { numbers: Pick<Numbers, 'add'> },
  url: string,
): Promise<void> {
  await take('phones-0', '/settings/phones');
  await take('sources-0', '/settings/sources');
  await take('forwarding-0', '/settings/forwarding');
  await createAddress(owner, { address: '+14155550100', label: 'X @brand' });
  twilio.numbers.add('+14155550100', `${url}/api/inbound/twilio/sms`);
  twilio.numbers.add('+14155550199', 'https://elsewhere.example.com/sms');
  await createSmsSource(owner, { kind: 'android', name: 'Pixel in the office', numbers: ['+14155550100'] });
  await allowDestination(owner, 'agency@other.example');
  await take('phones', '/settings/phones');
  await take('sources', '/settings/sources');
  await take('domains', '/settings/domains');
  await take('forwarding', '/settings/forwarding');
}

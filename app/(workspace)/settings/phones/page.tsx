import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { NothingMissed } from '#app/(workspace)/settings/phones/last-run.tsx';
import { NumberList } from '#app/(workspace)/settings/phones/number-list.tsx';
import { NumberSearch } from '#app/(workspace)/settings/phones/number-search.tsx';
import { OrderList } from '#app/(workspace)/settings/phones/order-list.tsx';
import { readPhones } from '#app/(workspace)/settings/phones/read-phones.ts';
import { SendingSwitch } from '#app/(workspace)/settings/phones/sending-switch.tsx';
import { TwilioAccounts } from '#app/(workspace)/settings/phones/twilio-accounts.tsx';
import { requireMember } from '#app/session.ts';
import { Mistake } from '#app/ui/field.tsx';
import { isAdministrator } from '#lib/access/actor.ts';

export const metadata: Metadata = { title: 'Phones' };

export default async function PhonesPage() {
  const actor = await requireMember('/settings/phones');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const phones = await readPhones(actor);
  if (!phones)
    return (
      <p className="border-line border-y py-4 text-ink-2">
        No phones yet. Whoever runs Mailroom sets TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, from the console
        of a Twilio account, and starts it again; its numbers are then here.
      </p>
    );
  const { numbers, mistake, orders, lastRun, maySend, twilioAccounts } = phones;
  const labels = new Map(twilioAccounts.map(({ accountSid, label }) => [accountSid, label]));
  const isOwner = actor.role === 'owner';
  return (
    <>
      <p className="text-ink-2">The numbers of the Twilio account, and whether their texts come here.</p>
      {mistake && <Mistake>{mistake}</Mistake>}
      <OrderList orders={orders} />
      {numbers && <NumberList numbers={numbers} labels={labels} />}
      <NumberSearch />
      <SendingSwitch maySend={maySend} isOwner={isOwner} />
      <NothingMissed run={lastRun} />
      <TwilioAccounts accounts={twilioAccounts} isOwner={isOwner} />
    </>
  );
}

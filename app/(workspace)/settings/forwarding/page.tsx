import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { Destinations } from '#app/(workspace)/settings/forwarding/destinations.tsx';
import { ForwardLog } from '#app/(workspace)/settings/forwarding/forward-log.tsx';
import { ForwardingOff } from '#app/(workspace)/settings/forwarding/forwarding-off.tsx';
import { Rules } from '#app/(workspace)/settings/forwarding/rules.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import { listDestinations } from '#lib/forwarding/destinations.ts';
import { listAllForwards } from '#lib/forwarding/forward.ts';
import { listRules } from '#lib/forwarding/rules.ts';
import { settings } from '#lib/settings.ts';

export const metadata: Metadata = { title: 'Forwarding' };

export default async function ForwardingPage() {
  const actor = await requireMember('/settings/forwarding');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  const { relay } = settings();
  if (!relay) return <ForwardingOff />;
  const [destinations, rules, addresses, forwards] = await Promise.all([
    listDestinations(actor),
    listRules(actor),
    listAddresses(actor),
    listAllForwards(actor),
  ]);
  return (
    <>
      <p className="text-ink-2">
        Messages can be forwarded by mail: to members who may see them here, and to the outside addresses
        below. Forwards come from <span className="break-all text-ink">{relay.from}</span>.
      </p>
      <Destinations destinations={destinations} isOwner={actor.role === 'owner'} />
      <Rules rules={rules} addresses={addresses} />
      <ForwardLog forwards={forwards.data} />
    </>
  );
}

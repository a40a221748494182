import Link from 'next/link';
import { FirstMessage } from '#app/(workspace)/inbox/first-message.tsx';
import type { InboxView } from '#app/(workspace)/inbox/read-inbox.ts';
import { buttonClass } from '#app/ui/button.tsx';
import { isAdministrator, type MemberActor } from '#lib/access/actor.ts';

/** An inbox with nothing in it says why, and what to do next. */
export function EmptyInbox({
  actor,
  workspace,
  view: { address, addresses },
}: {
  actor: MemberActor;
  workspace: string;
  view: InboxView;
}) {
  // A mail can be sent at once; a number has to be connected first.
  const waiting =
    addresses.find((each) => each.address === address) ??
    addresses.find((each) => each.kind === 'email') ??
    addresses[0];
  if (waiting) return <FirstMessage address={waiting} />;
  if (!isAdministrator(actor)) {
    return (
      <div className="p-6">
        <h2 className="mb-2 font-semibold text-title">You have no access to an address yet</h2>
        <p className="text-ink-2">
          Ask an owner of {workspace} to grant you one. Its codes then appear here by themselves.
        </p>
      </div>
    );
  }
  return (
    <div className="p-6">
      <h2 className="mb-2 font-semibold text-title">No address yet</h2>
      <p className="mb-4 text-ink-2">
        Create the first one, and give it to the services that send you codes.
      </p>
      <Link href="/addresses" className={buttonClass('primary')}>
        Create an address
      </Link>
    </div>
  );
}

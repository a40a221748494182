'use client';
import { buy, keep, receiveHere, release } from '#app/(workspace)/settings/phones/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

/** Whoever gets its texts now gets them no longer: asked first where somebody does. */
export function ReceiveHere({
  number,
  isManaged,
  isTaken,
}: {
  number: string;
  isManaged: boolean;
  isTaken: boolean;
}) {
  const words = isManaged ? 'Receive its texts here' : 'Bring it in';
  return (
    <Confirm
      trigger={<Button aria-label={`${words}: ${number} …`}>{words} …</Button>}
      title={`${words}?`}
      action={isTaken ? 'Send its texts here instead' : 'Send its texts here'}
      cancel="Change nothing"
      act={() => receiveHere(number)}
    >
      Mailroom sets the webhook of {number} at Twilio.{' '}
      {isTaken && 'Whatever receives its texts now gets none any more. '}
      {!isManaged && 'It becomes a managed phone, which owners see, and whomever they grant it.'}
    </Confirm>
  );
}

export function ReleaseNumber({
  number,
  addressId,
  accounts,
}: {
  number: string;
  addressId: string;
  accounts: string[];
}) {
  return (
    <Confirm
      trigger={
        <Button look="quiet" aria-label={`Release ${number} …`}>
          Release …
        </Button>
      }
      title={`Release ${number}?`}
      action="Give it back in 7 days"
      act={() => release(addressId)}
    >
      {accounts.length > 0 && (
        <p className="mb-2 font-medium text-amber">
          {accounts.join(', ')} {accounts.length === 1 ? 'is' : 'are'} registered with it: codes for{' '}
          {accounts.length === 1 ? 'it' : 'them'} would go to whoever gets the number next.
        </p>
      )}
      <p>
        Until then it works as before, and you can keep it. Then it is Twilio’s again, and its messages stay
        here.
      </p>
    </Confirm>
  );
}

export function KeepNumber({ number, addressId }: { number: string; addressId: string }) {
  return (
    <Confirm
      trigger={<Button aria-label={`Keep ${number} …`}>Keep it …</Button>}
      title={`Keep ${number}?`}
      action="Do not give it back"
      cancel="Change nothing"
      act={() => keep(addressId)}
    >
      It stays yours, and Twilio goes on charging for it.
    </Confirm>
  );
}

/** What it costs stands on the button that spends it. */
export function BuyNumber({ number, price }: { number: string; price: string | null }) {
  return (
    <Confirm
      trigger={<Button aria-label={`Buy ${number} …`}>Buy …</Button>}
      title={`Buy ${number}?`}
      action={price ? `Buy it for ${price} a month` : 'Buy it'}
      cancel="Do not buy it"
      act={() => buy(number)}
    >
      <p>Twilio charges it to its account from now on, until it is released. Its texts come here.</p>
      {!price && <p className="mt-2">Twilio does not tell its price here: its console does.</p>}
    </Confirm>
  );
}

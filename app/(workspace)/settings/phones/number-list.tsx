import { CircleAlert } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Capabilities } from '#app/(workspace)/settings/phones/capabilities.tsx';
import { KeepNumber, ReceiveHere, ReleaseNumber } from '#app/(workspace)/settings/phones/number-buttons.tsx';
import { NumberSettings } from '#app/(workspace)/settings/phones/number-settings.tsx';
import type { PhoneNumber } from '#lib/phones/present.ts';
import { textsUrl } from '#lib/phones/webhook.ts';

/** @param labels of the workspace's own Twilio accounts, by their SID */
export function NumberList({ numbers, labels }: { numbers: PhoneNumber[]; labels: Map<string, string> }) {
  if (numbers.length === 0)
    return (
      <p className="border-line border-y py-4 text-ink-2">
        The Twilio account has no number yet. Look for one below.
      </p>
    );
  return (
    <ul aria-label="Numbers" className="border-line border-t">
      {numbers.map((number) => (
        <li key={number.number} className="grid gap-2 border-line border-b py-3">
          <div>
            <p className="flex flex-wrap items-baseline gap-x-3">
              {number.addressId ? (
                <Link
                  href={`/inbox?address=${encodeURIComponent(number.number)}`}
                  className="font-medium underline-offset-2 hover:underline"
                >
                  {number.number}
                </Link>
              ) : (
                <span className="font-medium">{number.number}</span>
              )}
              {number.label && <span className="text-ink-2">{number.label}</span>}
              {number.capabilities && <Capabilities of={number.capabilities} />}
              <Subaccount label={labels.get(number.providerAccountId ?? '')} />
            </p>
            <NumberState number={number} />
            {number.calls && <CallState calls={number.calls} />}
            {number.accounts.length > 0 && (
              <p className="break-words text-ink-2 text-small">Used by {number.accounts.join(', ')}</p>
            )}
          </div>
          <NumberButtons number={number} />
        </li>
      ))}
    </ul>
  );
}

function Subaccount({ label }: { label: string | undefined }) {
  return label && <span className="break-words text-ink-3 text-small">Subaccount {label}</span>;
}

/** What is wrong is said with a sign as well as a colour. */
function NumberState({ number: { webhook, smsUrl, addressId, release } }: { number: PhoneNumber }) {
  if (release?.releasedAt)
    return (
      <p className="text-ink-3 text-small">
        Given back to Twilio. Its messages stay; nothing comes any more.
      </p>
    );
  if (release)
    return (
      <Trouble>
        It is given back to Twilio on {new Date(release.at).toISOString().slice(0, 10)}. {release.reason}
      </Trouble>
    );
  if (webhook === null)
    return (
      <p className="text-ink-3 text-small">
        Not a number of this Twilio account: another source brings its texts.
      </p>
    );
  if (!addressId) return <p className="text-ink-3 text-small">Not managed: nobody here sees its texts.</p>;
  if (webhook === 'right') return <p className="text-ink-3 text-small">Its texts come here.</p>;
  if (smsUrl === textsUrl())
    return (
      <Trouble>
        Its texts come here, but without a second try. Mailroom sets that right within a few minutes.
      </Trouble>
    );
  return (
    <Trouble>
      {webhook === 'none'
        ? 'Its texts go nowhere: no webhook is set.'
        : `Its texts go elsewhere${smsUrl ? `: ${smsUrl}` : '.'}`}
    </Trouble>
  );
}

function CallState({ calls: { greeting, webhook } }: { calls: NonNullable<PhoneNumber['calls']> }) {
  if (webhook === 'elsewhere')
    return (
      <Trouble>Twilio sends its calls elsewhere. Mailroom sets that right within a few minutes.</Trouble>
    );
  return (
    <p className="break-words text-ink-3 text-small">
      {greeting ? `Its callers hear “${greeting}” and are recorded.` : 'Its calls are answered and recorded.'}
    </p>
  );
}

function NumberButtons({ number: shown }: { number: PhoneNumber }) {
  const { number, providerId, webhook, smsUrl, addressId, accounts, release } = shown;
  if (release?.releasedAt) return null;
  if (!providerId)
    return addressId ? (
      <div className="-ml-3 has-[form]:ml-0">
        <NumberSettings number={shown} />
      </div>
    ) : null;
  const isRight = webhook === 'right' && addressId;
  return (
    // While its settings are open they stand there alone.
    <div
      className={`flex flex-wrap gap-2 has-[form]:ml-0 [&:has(form)>:not(form)]:hidden ${isRight ? '-ml-3' : ''}`}
    >
      {!isRight && (
        <ReceiveHere
          number={number}
          isManaged={addressId !== null}
          isTaken={webhook === 'elsewhere' && smsUrl !== textsUrl()}
        />
      )}
      {addressId && <NumberSettings number={shown} />}
      {addressId && !release && <ReleaseNumber number={number} addressId={addressId} accounts={accounts} />}
      {addressId && release && <KeepNumber number={number} addressId={addressId} />}
    </div>
  );
}

function Trouble({ children }: { children: ReactNode }) {
  return (
    <p className="mt-1 flex gap-1 break-all rounded-control bg-amber-soft px-2 py-1 text-amber text-small">
      <CircleAlert aria-hidden size={14} strokeWidth={1.5} className="mt-px shrink-0" />
      <span className="min-w-0">{children}</span>
    </p>
  );
}

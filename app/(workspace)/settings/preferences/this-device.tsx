'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ApiError, callSettings } from '#app/(workspace)/api.ts';
import { useInBrowser } from '#app/(workspace)/clock.tsx';
import { AddressChoices } from '#app/(workspace)/settings/address-choices.tsx';
import { tellThisDevice, tellThisDeviceNothing } from '#app/(workspace)/settings/preferences/push-actions.ts';
import {
  type Ability,
  abilityHere,
  subscribeHere,
  unsubscribeHere,
} from '#app/(workspace)/settings/preferences/push-browser.ts';
import { announce } from '#app/ui/announcer.tsx';
import { Choice } from '#app/ui/choice.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';
import type { PublicPush, PushChoices } from '#lib/push/subscriptions.ts';

const WHY_NOT: Record<Exclude<Ability, 'able'>, string> = {
  insecure: 'Browsers allow notifications over https only. Open Mailroom at its https address.',
  'home-screen':
    'On an iPhone or iPad, first add Mailroom to the home screen (Share, then Add to Home Screen), open it there, and come back to this page.',
  unable: 'This browser cannot receive notifications.',
  refused:
    'This browser refuses notifications from Mailroom. Allow them in the browser’s settings for this site, then load this page again.',
};
/** A browser refuses to hold more than 64 KiB beyond a page's end (Fetch, section 4.6). */
const KEPT_ALIVE_UP_TO = 60_000;
const AT_FIRST: PushChoices = { showCode: false, limited: false, addresses: [] };

/** Whether the device that shows this page is told about new codes, and of what. */
export function ThisDevice({
  told,
  publicKey,
  addresses,
}: {
  told: PublicPush | null;
  publicKey: string;
  addresses: PublicAddress[];
}) {
  const router = useRouter();
  const ability = useInBrowser() ? abilityHere() : 'able';
  /** What the switch was last turned to, until that holds. */
  const [turning, setTurning] = useState<boolean | null>(null);
  const [mistake, setMistake] = useState<string>();
  const change = async (act: () => Promise<string | undefined>, done: string) => {
    const wrong = await act().catch(
      (error: Error) => `That did not work: ${error.message || 'Mailroom does not answer'}. Try again.`,
    );
    setMistake(wrong);
    if (!wrong) announce(done);
  };
  const turnOn = async () => {
    const subscription = await subscribeHere(publicKey);
    return subscription ? tellThisDevice(subscription, AT_FIRST) : WHY_NOT.refused;
  };
  const turnOff = async () => {
    await unsubscribeHere();
    return tellThisDeviceNothing();
  };
  const choose = async (choices: PushChoices) => {
    const body = JSON.stringify(choices);
    try {
      // Sent also when the page is left at this very moment.
      const keepalive = body.length < KEPT_ALIVE_UP_TO;
      await callSettings('/preferences/device', { method: 'PATCH', body, keepalive });
    } catch (error) {
      if (error instanceof ApiError) return error.message;
      throw error;
    }
    router.refresh();
  };
  return (
    <section aria-labelledby="this-device" className="grid gap-2 border-line border-t pt-5">
      <h2 id="this-device" className="font-semibold">
        Notifications
      </h2>
      <div>
        <Choice
          type="checkbox"
          checked={turning ?? told !== null}
          disabled={turning !== null || (ability !== 'able' && told === null)}
          onChange={({ target: { checked } }) => {
            setTurning(checked);
            const turned = checked ? change(turnOn, 'Switched on') : change(turnOff, 'Switched off');
            void turned.finally(() => setTurning(null));
          }}
        >
          Tell this device about new codes
        </Choice>
        <p className="pl-7 text-ink-2 pointer-coarse:-mt-2">
          {ability === 'able'
            ? 'Also while Mailroom is closed, until you sign out here. Each device is asked for itself.'
            : WHY_NOT[ability]}
        </p>
        {mistake && <Mistake>{mistake}</Mistake>}
      </div>
      {told && (
        <WhatIsTold
          told={told}
          addresses={addresses}
          save={(choices) => change(() => choose(choices), 'Saved')}
        />
      )}
    </section>
  );
}

/** Each choice holds at once. */
function WhatIsTold({
  told,
  addresses,
  save,
}: {
  told: PublicPush;
  addresses: PublicAddress[];
  save: (choices: PushChoices) => void;
}) {
  return (
    <form
      aria-label="What this device is told"
      className="grid gap-3 pl-7"
      onChange={({ currentTarget }) => save(read(new FormData(currentTarget)))}
    >
      <div>
        <Choice type="checkbox" name="code" defaultChecked={told.showCode}>
          Show the code itself
        </Choice>
        <p className="pl-7 text-ink-2 pointer-coarse:-mt-2">
          Whoever sees your locked screen sees it too. Otherwise a notification says which service it is from,
          and the code is one press away.
        </p>
      </div>
      <AddressChoices
        addresses={addresses}
        all="All that you may see, later ones too"
        limited={told.limited}
        ticked={told.addresses}
      />
      {told.error && (
        <p className="rounded-control bg-amber-soft px-3 py-2 text-amber">
          The last notification did not reach this device’s push service. {told.error}
        </p>
      )}
    </form>
  );
}

function read(form: FormData): PushChoices {
  return {
    showCode: form.has('code'),
    limited: form.get('where') === 'some',
    addresses: form.getAll('addresses').map(String),
  };
}

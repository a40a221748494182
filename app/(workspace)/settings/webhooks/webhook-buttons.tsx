'use client';
import { useState, useTransition } from 'react';
import { endWebhook, sendAgain, switchWebhook } from '#app/(workspace)/settings/webhooks/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Mistake } from '#app/ui/field.tsx';

export function SwitchWebhook({ id, url, enabled }: { id: string; url: string; enabled: boolean }) {
  if (!enabled)
    return (
      <Acting act={() => switchWebhook(id, true)} name={`Switch on the webhook to ${url}`}>
        Switch on
      </Acting>
    );
  return (
    <Confirm
      trigger={<Button aria-label={`Switch off the webhook to ${url} …`}>Switch off …</Button>}
      title="Switch this webhook off?"
      action="Switch it off"
      cancel="Leave it on"
      act={() => switchWebhook(id, false)}
    >
      It is told nothing of what happens until it is switched on again, and what is still to be sent is given
      up.
    </Confirm>
  );
}

export function DeleteWebhook({ id, url }: { id: string; url: string }) {
  return (
    <Confirm
      trigger={
        <Button look="quiet" aria-label={`Delete the webhook to ${url} …`}>
          Delete …
        </Button>
      }
      title="Delete this webhook?"
      action="Delete it with its log"
      act={() => endWebhook(id)}
    >
      <span className="break-all">{url}</span> is told nothing more, and its secret and its log are gone.
    </Confirm>
  );
}

export function SendAgain({ webhookId, id }: { webhookId: string; id: string }) {
  return (
    <Acting act={() => sendAgain(webhookId, id)} name="Send this delivery again">
      Send again
    </Acting>
  );
}

/** A button for what can be undone, or done twice: at once, and what goes wrong stands below it. */
function Acting({
  act,
  name,
  children,
}: {
  act: () => Promise<string | undefined>;
  name: string;
  children: string;
}) {
  const [busy, startTransition] = useTransition();
  const [mistake, setMistake] = useState<string>();
  const press = () =>
    startTransition(async () => setMistake(await act().catch(() => 'Mailroom does not answer. Try again.')));
  return (
    <div>
      <Button onClick={press} busy={busy} aria-label={name}>
        {children}
      </Button>
      {mistake && <Mistake>{mistake}</Mistake>}
    </div>
  );
}

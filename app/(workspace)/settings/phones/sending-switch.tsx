'use client';
import { letSend } from '#app/(workspace)/settings/phones/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

export function SendingSwitch({ maySend, isOwner }: { maySend: boolean; isOwner: boolean }) {
  return (
    <section className="grid gap-2" aria-labelledby="sending">
      <h2 id="sending" className="font-semibold">
        Sending
      </h2>
      <p className="text-ink-2">
        {maySend
          ? 'Owners, and members who manage a number, may send texts from it; tokens too, with the scope messages:send.'
          : 'Switched off: nobody in this workspace sends a text.'}
      </p>
      {isOwner && (
        <div>
          <Confirm
            trigger={<Button>{maySend ? 'Switch sending off …' : 'Switch sending on …'}</Button>}
            title={maySend ? 'Switch sending off?' : 'Switch sending on?'}
            action={maySend ? 'Let nobody send' : 'Let managers send'}
            cancel="Change nothing"
            act={() => letSend(!maySend)}
          >
            {maySend
              ? 'Members and tokens are refused until you switch it on again. Receiving goes on.'
              : 'Texts cost money at Twilio. A number sends at most 10 a minute, the workspace 30.'}
          </Confirm>
        </div>
      )}
    </section>
  );
}

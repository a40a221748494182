'use client';
import { type ReactNode, useState, useTransition } from 'react';
import { addAccount, exchange, removeAccount } from '#app/(workspace)/settings/phones/account-actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { FormButtons } from '#app/ui/form-buttons.tsx';

type Account = { accountSid: string; label: string };

export function AddTwilioAccount() {
  const [open, setOpen] = useState(false);
  if (!open)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>Add a subaccount</Button>
      </div>
    );
  return (
    <AskingForm
      label="Add a subaccount"
      action="Add"
      send={(text) => addAccount(text('account-sid'), text('auth-token'), text('account-label'))}
      close={() => setOpen(false)}
    >
      <Field
        label="Account SID"
        name="account-sid"
        required
        maxLength={100}
        placeholder="AC…"
        autoComplete="off"
      />
      <Field
        label="Auth token"
        name="auth-token"
        type="password"
        required
        maxLength={200}
        autoComplete="off"
        hint="Twilio’s console shows both with the account. The token is kept encrypted, and never shown again."
      />
      <Field
        label="Label"
        name="account-label"
        maxLength={100}
        autoComplete="off"
        hint="Empty: what Twilio calls it."
      />
    </AskingForm>
  );
}

export function ExchangeToken({ account: { accountSid, label } }: { account: Account }) {
  const [open, setOpen] = useState(false);
  const name = `token-${accountSid}`;
  if (!open)
    return (
      <Button aria-label={`Exchange the token of ${label}`} onClick={() => setOpen(true)}>
        Exchange the token
      </Button>
    );
  return (
    <AskingForm
      label={`Exchange the token of ${label}`}
      action="Exchange"
      send={(text) => exchange(accountSid, text(name))}
      close={() => setOpen(false)}
    >
      <Field
        label="New auth token"
        name={name}
        type="password"
        required
        maxLength={200}
        autoComplete="off"
        hint="The secondary token of Twilio’s console: promote it there within a day. Until then what is signed with the old one is believed too."
      />
    </AskingForm>
  );
}

export function RemoveTwilioAccount({ account: { accountSid, label } }: { account: Account }) {
  return (
    <Confirm
      trigger={
        <Button look="quiet" aria-label={`Remove ${label} …`}>
          Remove …
        </Button>
      }
      title={`Remove ${label}?`}
      action="Forget its token"
      act={() => removeAccount(accountSid)}
    >
      Its texts are refused from then on, and its numbers send nothing, until its token is here again. The
      numbers stay managed, and what they received stays.
    </Confirm>
  );
}

/** A form that waits for Twilio's answer, and says what is wrong where it was typed. */
function AskingForm({
  label,
  action,
  send,
  close,
  children,
}: {
  label: string;
  action: string;
  send: (text: (name: string) => string) => Promise<string | undefined>;
  close: () => void;
  children: ReactNode;
}) {
  const [mistake, setMistake] = useState<string>();
  const [busy, start] = useTransition();
  return (
    <form
      aria-label={label}
      className="grid max-w-[480px] basis-full gap-3 py-2"
      onSubmit={(event) => {
        // An action would empty the form, also where it was refused.
        event.preventDefault();
        const form = new FormData(event.currentTarget);
        start(async () => {
          const wrong = await send((name) => String(form.get(name) ?? ''));
          setMistake(wrong);
          if (!wrong) close();
        });
      }}
    >
      {children}
      {mistake && <Mistake>{mistake}</Mistake>}
      <FormButtons busy={busy} action={action} doing="Asking Twilio …" cancel={close} />
    </form>
  );
}

'use client';
import { AddressChoices } from '#app/(workspace)/settings/address-choices.tsx';
import type { WebhookAnswer } from '#app/(workspace)/settings/webhooks/actions.ts';
import { EVENT_WORDS } from '#app/(workspace)/settings/webhooks/event-words.ts';
import { Choice, Choices } from '#app/ui/choice.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { FormButtons } from '#app/ui/form-buttons.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

export function WebhookForm({
  answer: { typed, mistakes },
  make,
  busy,
  addresses,
  close,
}: {
  answer: WebhookAnswer;
  make: (form: FormData) => void;
  busy: boolean;
  addresses: PublicAddress[];
  close: () => void;
}) {
  return (
    <form action={make} className="grid gap-5 rounded-card border border-line p-4" aria-label="New webhook">
      <Field
        label="URL"
        name="url"
        type="url"
        placeholder="https://example.com/hooks/mailroom"
        defaultValue={typed.url}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        hint="Your program, reachable from the internet."
        error={mistakes.url}
      />
      <Choices legend="It is told when">
        {Object.entries(EVENT_WORDS).map(([type, words]) => (
          <Choice
            key={type}
            type="checkbox"
            name="events"
            value={type}
            defaultChecked={typed.events.includes(type)}
            note={<code className="font-mono text-small">{type}</code>}
          >
            {words}
          </Choice>
        ))}
        {mistakes.events && <Mistake>{mistakes.events}</Mistake>}
      </Choices>
      <AddressChoices
        addresses={addresses}
        all="Every address that you may see, later ones too"
        limited={typed.limited}
        ticked={typed.addresses}
        error={mistakes.addresses}
      />
      <FormButtons busy={busy} action="Make webhook" doing="Making …" cancel={close} />
    </form>
  );
}

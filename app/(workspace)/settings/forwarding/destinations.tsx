'use client';
import { useActionState } from 'react';
import { allow, disallow } from '#app/(workspace)/settings/forwarding/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Field } from '#app/ui/field.tsx';
import type { Destination } from '#lib/forwarding/destinations.ts';

/** Where messages may leave the workspace to. Owners decide it, admins see it. */
export function Destinations({ destinations, isOwner }: { destinations: Destination[]; isOwner: boolean }) {
  const [answer, add, busy] = useActionState(allow, { typed: {} });
  return (
    <section aria-labelledby="destinations" className="grid gap-3">
      <h2 id="destinations" className="font-semibold">
        Outside addresses
      </h2>
      {destinations.length === 0 && (
        <p className="text-ink-2">
          None is allowed yet: messages can be forwarded to members only.
          {!isOwner && ' An owner can allow one.'}
        </p>
      )}
      {destinations.length > 0 && (
        <ul aria-label="Outside addresses" className="border-line border-t">
          {destinations.map(({ id, address }) => (
            <li key={id} className="flex items-center justify-between gap-3 border-line border-b py-2">
              <span className="min-w-0 break-all">{address}</span>
              {isOwner && (
                <Confirm
                  trigger={
                    <Button look="quiet" aria-label={`Remove ${address} …`}>
                      Remove …
                    </Button>
                  }
                  title={`Forward nothing more to ${address}?`}
                  action="Remove it with its rules"
                  act={() => disallow(id)}
                >
                  Rules that forward to it are deleted, and what is still queued for it is not sent.
                </Confirm>
              )}
            </li>
          ))}
        </ul>
      )}
      {isOwner && (
        <form action={add} className="flex items-end gap-2" aria-label="Allow an outside address">
          <Field
            label="Address"
            name="destination"
            type="email"
            placeholder="desk@partner.example"
            defaultValue={answer.typed.destination}
            autoComplete="off"
            required
            error={answer.mistake}
            className="min-w-0 flex-1"
          />
          <Button type="submit" busy={busy} className="h-9 self-start max-sm:px-2 mt-6">
            Allow it
          </Button>
        </form>
      )}
    </section>
  );
}

'use client';
import { useState } from 'react';
import { Field, Mistake } from '#app/ui/field.tsx';

/** A domain, and the first address at it: the part before the @ is suggested, the rest follows the domain. */
export function FirstAddress({ mistakes }: { mistakes: Record<string, string> }) {
  const [domain, setDomain] = useState('');
  return (
    <fieldset className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
      <legend className="sr-only">Your first domain and address</legend>
      <Field
        label="Mail domain"
        name="domain"
        placeholder="inbox.acme.com"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={domain}
        onChange={(event) => setDomain(event.target.value)}
        hint="Best a subdomain of its own: all its mail comes here. You point its MX record here afterwards."
        error={mistakes.domain}
      />
      <div>
        <label htmlFor="address" className="mb-1 block font-medium">
          First address
        </label>
        <div
          className={`flex h-9 pointer-coarse:h-11 items-center rounded-control border bg-pane focus-within:outline-2 focus-within:outline-accent ${mistakes.address ? 'border-red' : 'border-edge'}`}
        >
          <input
            id="address"
            name="address"
            defaultValue="brand"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={mistakes.address ? true : undefined}
            aria-describedby="address-note"
            className="h-full w-24 min-w-0 flex-1 rounded-control bg-transparent pl-3 outline-none"
          />
          <span className="max-w-[60%] truncate pr-3 text-ink-3">@{domain.trim() || 'inbox.acme.com'}</span>
        </div>
        {mistakes.address ? (
          <Mistake id="address-note">{mistakes.address}</Mistake>
        ) : (
          <p id="address-note" className="mt-1 text-small text-ink-2">
            Give it to the services that send you codes.
          </p>
        )}
      </div>
    </fieldset>
  );
}

'use client';
import { useActionState } from 'react';
import { setPassword } from '#app/(workspace)/settings/sessions/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';

export function PasswordForm() {
  const [{ mistakes, saved }, change, busy] = useActionState(setPassword, { mistakes: {} });
  return (
    <form
      action={change}
      aria-label="Change the password"
      className="grid items-start gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
    >
      <Field
        label="Password"
        name="current"
        type="password"
        autoComplete="current-password"
        required
        hint="The one you have now."
        error={mistakes.current}
      />
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        hint={
          saved && !busy ? (
            <span role="status">Changed. You are signed out everywhere else.</span>
          ) : (
            'At least 12 characters.'
          )
        }
        error={mistakes.password}
      />
      <Button type="submit" disabled={busy} className="h-9 max-sm:justify-self-start sm:mt-6">
        {busy ? 'Changing …' : 'Change'}
      </Button>
    </form>
  );
}

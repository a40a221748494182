'use client';
import { type FormEvent, useState, useTransition } from 'react';
import { type PasswordAnswer, setPassword } from '#app/(workspace)/settings/sessions/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { useFirstMistake } from '#app/ui/use-first-mistake.ts';

const UNANSWERED: PasswordAnswer = { mistakes: { password: 'Mailroom does not answer. Try again.' } };

export function PasswordForm() {
  const [{ mistakes, saved }, setAnswer] = useState<PasswordAnswer>({ mistakes: {} });
  const [busy, startTransition] = useTransition();
  const ref = useFirstMistake(mistakes);
  // Not as the form's action: React would empty both fields whatever comes of it, and one mistake would cost both passwords.
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    startTransition(async () => {
      const answer = await setPassword(new FormData(form)).catch(() => UNANSWERED);
      setAnswer(answer);
      if (answer.saved) form.reset();
    });
  };
  return (
    // `post`: a form that is sent before the script is there must not put a password into the address bar.
    <form
      ref={ref}
      method="post"
      onSubmit={submit}
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
      <Button type="submit" busy={busy} className="h-9 max-sm:justify-self-start sm:mt-6">
        {busy ? 'Changing …' : 'Change'}
      </Button>
    </form>
  );
}

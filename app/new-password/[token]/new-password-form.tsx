'use client';
import { setNewPassword } from '#app/new-password/[token]/actions.ts';
import { useFirstSignIn } from '#app/sign-in/use-first-sign-in.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';

export function NewPasswordForm({ token, email }: { token: string; email: string }) {
  const { mistakes, problem, busy, form } = useFirstSignIn(
    (form) => setNewPassword(token, form),
    'Mailroom did not answer. Try again; if the link is of no use any more then, the password was changed: sign in with it.',
  );
  return (
    <form {...form} className="mt-6 grid gap-4">
      <Field label="Email" name="email" type="email" autoComplete="username" value={email} readOnly />
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        autoFocus
        hint="At least 12 characters."
        error={mistakes.password}
      />
      {problem && <Mistake>{problem}</Mistake>}
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? 'Changing …' : 'Change it and sign in'}
      </Button>
    </form>
  );
}

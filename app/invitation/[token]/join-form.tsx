'use client';
import { join } from '#app/invitation/[token]/actions.ts';
import { useFirstSignIn } from '#app/sign-in/use-first-sign-in.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';

/** A name and a password; then they are signed in. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const { mistakes, problem, busy, form } = useFirstSignIn(
    (form) => join(token, form),
    'Mailroom did not answer, and nothing was changed. Try again.',
  );
  return (
    <form {...form} className="mt-6 grid gap-4">
      <Field label="Email" name="email" type="email" autoComplete="username" value={email} readOnly />
      <Field
        label="Your name"
        name="name"
        autoComplete="name"
        autoFocus
        hint="As others will see it."
        error={mistakes.name}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters."
        error={mistakes.password}
      />
      {problem && <Mistake>{problem}</Mistake>}
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? 'Joining …' : 'Join'}
      </Button>
    </form>
  );
}

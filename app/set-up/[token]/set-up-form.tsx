'use client';
import { createWorkspace } from '#app/set-up/[token]/actions.ts';
import { FirstAddress } from '#app/set-up/[token]/first-address.tsx';
import { useFirstSignIn } from '#app/sign-in/use-first-sign-in.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';

/** Everything on one page. */
export function SetUpForm({ token }: { token: string }) {
  const { mistakes, problem, busy, form } = useFirstSignIn(
    (form) => createWorkspace(token, form),
    'Mailroom did not answer, and nothing was set up. Try again.',
  );
  return (
    <form {...form} className="grid gap-8">
      <p className="text-ink-2">
        A workspace for your team, you as its first owner, and the first address that Mailroom receives mail
        for.
      </p>
      <fieldset className="grid gap-4 border-line border-t pt-4 sm:grid-cols-2">
        <legend className="sr-only">You and your workspace</legend>
        <Field
          label="Workspace"
          name="workspace"
          placeholder="Acme"
          autoComplete="organization"
          hint="Your company or team."
          error={mistakes.workspace}
          autoFocus
        />
        <Field
          label="Your name"
          name="name"
          autoComplete="name"
          hint="As others will see it."
          error={mistakes.name}
        />
        <Field
          label="Your email"
          name="email"
          type="email"
          autoComplete="username"
          hint="You sign in with it."
          error={mistakes.email}
        />
        <Field
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 12 characters."
          error={mistakes.password}
        />
      </fieldset>
      <FirstAddress mistakes={mistakes} />
      <div>
        {problem && <Mistake>{problem}</Mistake>}
        <Button type="submit" look="primary" busy={busy} className="mt-2 h-9">
          {busy ? 'Setting up …' : 'Set up Mailroom'}
        </Button>
      </div>
    </form>
  );
}

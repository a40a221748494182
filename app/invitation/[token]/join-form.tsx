'use client';
import { useState } from 'react';
import { type JoinAnswer, join } from '#app/invitation/[token]/actions.ts';
import { startSession } from '#app/sign-in/start-session.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';

const UNANSWERED: JoinAnswer = {
  done: false,
  mistakes: {},
  problem: 'Mailroom did not answer, and nothing was changed. Try again.',
};

/** A name and a password; then they are signed in. */
export function JoinForm({ token, email }: { token: string; email: string }) {
  const [answer, setAnswer] = useState<JoinAnswer | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (form: FormData) => {
    setBusy(true);
    const next = await join(token, form).catch(() => UNANSWERED);
    setAnswer(next);
    if (!next.done) return setBusy(false);
    const refused = await startSession(email, String(form.get('password')));
    window.location.assign(refused ? '/sign-in' : '/inbox');
  };

  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
      className="mt-6 grid gap-4"
    >
      <Field label="Email" name="email" type="email" autoComplete="username" value={email} readOnly />
      <Field
        label="Your name"
        name="name"
        autoComplete="name"
        autoFocus
        hint="As others will see it."
        error={answer?.mistakes.name}
      />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        hint="At least 12 characters."
        error={answer?.mistakes.password}
      />
      {answer?.problem && <Mistake>{answer.problem}</Mistake>}
      <Button type="submit" look="primary" disabled={busy} className="h-9">
        {busy ? 'Joining …' : 'Join'}
      </Button>
    </form>
  );
}

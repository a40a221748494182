'use client';
import { useState } from 'react';
import { type Refusal, startSession } from '#app/sign-in/start-session.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';

const WORDS: Record<Refusal['reason'], string> = {
  wrong: 'This email and password do not belong together. Check both and try again.',
  unavailable: 'Mailroom could not check this just now. Nothing is wrong with what you typed: try again.',
  offline: 'Mailroom did not answer. Check your connection and try again.',
};

export function SignInForm({ returnTo }: { returnTo: string }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (data: FormData) => {
    setBusy(true);
    const refused = await startSession(String(data.get('email')), String(data.get('password')));
    // A whole load, not a soft one: nothing of whoever was signed in before may stay in memory.
    if (!refused) return window.location.assign(returnTo);
    setRefusal(refused);
    setBusy(false);
  };

  return (
    // `post`: a form that is sent before the script is there must not put a password into the address bar.
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
      className="mt-6 grid gap-4"
    >
      <Field label="Email" name="email" type="email" autoComplete="username" required autoFocus />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      {refusal && <Mistake>{refusal.words ?? WORDS[refusal.reason]}</Mistake>}
      <Button type="submit" look="primary" disabled={busy} className="h-9">
        {busy ? 'Signing in …' : 'Sign in'}
      </Button>
    </form>
  );
}

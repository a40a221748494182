'use client';
import { useState } from 'react';
import { type Refusal, startSession } from '#app/sign-in/start-session.ts';
import { Button } from '#app/ui/button.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';

const WORDS: Record<Exclude<Refusal['reason'], 'second-factor'>, string> = {
  wrong: 'This email and password do not belong together. Check both and try again.',
  unavailable: 'Mailroom could not check this just now. Nothing is wrong with what you typed: try again.',
  offline: 'Mailroom did not answer. Check your connection and try again.',
};
const WRONG_CODE = 'This code is not the one of now, or has been used. Enter the one your app shows next.';

export function SignInForm({ returnTo }: { returnTo: string }) {
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState(false);
  /** Once the password was right: only the second factor is missing. */
  const [wantsCode, setWantsCode] = useState(false);

  const submit = async (data: FormData) => {
    setBusy(true);
    const text = (name: string) => String(data.get(name) ?? '');
    const refused = await startSession(text('email'), text('password'), text('code'));
    // A whole load, not a soft one: nothing of whoever was signed in before may stay in memory.
    if (!refused) return window.location.assign(returnTo);
    const asksForCode = refused.reason === 'second-factor';
    if (asksForCode) setWantsCode(true);
    setRefusal(asksForCode ? null : refused);
    setBusy(false);
  };

  const words = refusal && (refusal.words ?? wordsOf(refusal, wantsCode));
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
      <div className={wantsCode ? 'hidden' : 'grid gap-4'}>
        <Field label="Email" name="email" type="email" autoComplete="username" required autoFocus />
        <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      </div>
      {wantsCode && (
        <Field
          label="Code of your authenticator"
          name="code"
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          hint="Without your phone, one of your recovery codes will do."
        />
      )}
      {words && <Mistake>{words}</Mistake>}
      <Button type="submit" look="primary" busy={busy} className="h-9">
        {busy ? 'Signing in …' : 'Sign in'}
      </Button>
    </form>
  );
}

function wordsOf({ reason }: Refusal, wantsCode: boolean): string {
  if (reason === 'second-factor' || (reason === 'wrong' && wantsCode)) return WRONG_CODE;
  return WORDS[reason];
}

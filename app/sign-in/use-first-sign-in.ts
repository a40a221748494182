'use client';
import { type FormEvent, useState } from 'react';
import type { FirstSignIn } from '#app/sign-in/first-sign-in.ts';
import { startSession } from '#app/sign-in/start-session.ts';
import { useFirstMistake } from '#app/ui/use-first-mistake.ts';

/**
 * For a form that gives somebody a sign-in, with the fields `email` and `password`: sends it, and then signs them in
 * with those two. What they typed stays, whatever is wrong with some of it.
 * @param unanswered what to say when there is no answer
 */
export function useFirstSignIn(send: (form: FormData) => Promise<FirstSignIn>, unanswered: string) {
  const [answer, setAnswer] = useState<FirstSignIn>({ done: false, mistakes: {} });
  const [busy, setBusy] = useState(false);
  const form = useFirstMistake(answer);

  const submit = async (form: FormData) => {
    setBusy(true);
    const next = await send(form).catch(() => ({ done: false, mistakes: {}, problem: unanswered }));
    setAnswer(next);
    if (!next.done) return setBusy(false);
    const refused = await startSession(String(form.get('email')), String(form.get('password')));
    window.location.assign(refused ? '/sign-in' : '/inbox');
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void submit(new FormData(event.currentTarget));
  };
  return { ...answer, busy, form: { ref: form, method: 'post', noValidate: true, onSubmit } as const };
}

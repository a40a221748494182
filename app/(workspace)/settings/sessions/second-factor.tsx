'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Made } from '#app/(workspace)/settings/made.tsx';
import {
  confirmSecondFactor,
  endSecondFactor,
  proposeSecondFactor,
} from '#app/(workspace)/settings/sessions/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Copyable } from '#app/ui/copyable.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { FormButtons } from '#app/ui/form-buttons.tsx';
import { QrCode } from '#app/ui/qr-code.tsx';

const UNANSWERED = 'Mailroom does not answer. Try again.';

type Step =
  | { at: 'rest' }
  | { at: 'proposed'; uri: string; qr: string }
  | { at: 'made'; codes: string[] }
  | { at: 'ending' };

/** A code of an authenticator app beside the password. */
export function SecondFactor({ on, recoveryCodes }: { on: boolean; recoveryCodes: number }) {
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const [state, setState] = useState<{ busy: boolean; mistake?: string }>({ busy: false });
  const router = useRouter();

  /** Goes on to the step that comes of it, or says what went wrong. */
  const go = async (work: () => Promise<Step | { mistake: string }>) => {
    setState({ busy: true });
    const next = await work().catch(() => ({ mistake: UNANSWERED }));
    if ('at' in next) setStep(next);
    setState({ busy: false, mistake: 'mistake' in next ? next.mistake : undefined });
  };
  const propose = () =>
    go(async () => {
      const answer = await proposeSecondFactor();
      return 'uri' in answer ? { at: 'proposed', ...answer } : answer;
    });
  const confirm = (uri: string, code: string) =>
    go(async () => {
      const answer = await confirmSecondFactor(uri, code);
      return 'codes' in answer ? { at: 'made', codes: answer.codes } : answer;
    });
  const end = (password: string) =>
    go(async () => {
      const mistake = await endSecondFactor(password);
      return mistake ? { mistake } : { at: 'rest' };
    });

  if (step.at === 'made')
    return (
      <Made
        title="The second factor is on: your recovery codes"
        secret={step.codes.join('\n')}
        what="the recovery codes"
        done={() => {
          setStep({ at: 'rest' });
          router.refresh();
        }}
      >
        <p className="text-ink-2">
          Each works once, when your phone is lost. Keep them away from it. You have been signed out
          everywhere else.
        </p>
      </Made>
    );
  return (
    <section aria-labelledby="second-factor" className="grid gap-2">
      <h2 id="second-factor" className="font-semibold">
        Second factor
      </h2>
      <p className="text-ink-2">
        {on
          ? `On: signing in also asks for a code of your authenticator. ${recoveryCodes} recovery codes are left.`
          : 'Off. With it, signing in also asks for a code of an authenticator app: a stolen password is then not enough.'}
      </p>
      {step.at === 'rest' && (
        <div>
          <Button busy={state.busy} onClick={() => (on ? setStep({ at: 'ending' }) : void propose())}>
            {on ? 'Turn it off …' : 'Turn it on …'}
          </Button>
        </div>
      )}
      {step.at === 'proposed' && (
        <form
          action={(form) => void confirm(step.uri, String(form.get('code') ?? ''))}
          aria-label="Turn on the second factor"
          className="grid gap-3"
        >
          <p>Scan this with your authenticator app, then enter the code that it shows.</p>
          <QrCode src={step.qr} what="The secret" />
          <p className="text-ink-2">Without a camera, enter the secret itself:</p>
          <Copyable text={secretOf(step.uri)} what="the secret" />
          <p className="text-ink-2">
            On a phone,{' '}
            <a href={step.uri} className="underline underline-offset-2">
              open it in the app
            </a>
            .
          </p>
          <Field
            label="Code"
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            required
            autoFocus
            error={state.mistake}
          />
          <FormButtons busy={state.busy} action="Turn it on" cancel={() => setStep({ at: 'rest' })} />
        </form>
      )}
      {step.at === 'ending' && (
        <form
          action={(form) => void end(String(form.get('second-factor-password') ?? ''))}
          aria-label="Turn off the second factor"
          className="grid gap-3"
        >
          <Field
            label="Your password"
            name="second-factor-password"
            type="password"
            autoComplete="current-password"
            required
            autoFocus
            error={state.mistake}
          />
          <FormButtons busy={state.busy} action="Turn it off" cancel={() => setStep({ at: 'rest' })} />
        </form>
      )}
      {step.at === 'rest' && state.mistake && <Mistake>{state.mistake}</Mistake>}
    </section>
  );
}

function secretOf(uri: string): string {
  return new URL(uri).searchParams.get('secret') ?? '';
}

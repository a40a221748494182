'use client';
import { useState } from 'react';
import { showRecoveryCodes } from '#app/(workspace)/accounts/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { CopyButton } from '#app/ui/copy-button.tsx';
import { Mistake } from '#app/ui/field.tsx';

/** Shown when somebody asks, not before: each code works once, and who looked is recorded. */
export function RecoveryCodes({ id }: { id: string }) {
  const [codes, setCodes] = useState<string[] | null>(null);
  const [state, setState] = useState<{ busy: boolean; mistake?: string }>({ busy: false });
  const show = async () => {
    setState({ busy: true });
    const answer = await showRecoveryCodes(id).catch(() => ({
      mistake: 'Mailroom does not answer. Try again.',
    }));
    if ('codes' in answer) setCodes(answer.codes);
    setState({ busy: false, mistake: 'mistake' in answer ? answer.mistake : undefined });
  };
  return (
    <section aria-labelledby="recovery" className="grid gap-2">
      <div className="flex items-center justify-between gap-3">
        <h2 id="recovery" className="font-semibold">
          Recovery codes
        </h2>
        {codes ? (
          <Button look="quiet" onClick={() => setCodes(null)}>
            Hide
          </Button>
        ) : (
          <Button busy={state.busy} onClick={() => void show()}>
            Show
          </Button>
        )}
      </div>
      <p className="text-ink-2">
        Each works once, when the authenticator is lost. That you looked is recorded.
      </p>
      {state.mistake && <Mistake>{state.mistake}</Mistake>}
      {codes && (
        <ul aria-label="Recovery codes" className="border-line border-t">
          {codes.map((code) => (
            <li key={code} className="flex min-h-11 items-center justify-between border-line border-b">
              <span translate="no" className="break-all font-mono font-medium text-code">
                {code}
              </span>
              <CopyButton text={code} what={code} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

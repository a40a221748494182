'use client';
import { useActionState } from 'react';
import { Made } from '#app/(workspace)/settings/made.tsx';
import { Opener } from '#app/(workspace)/settings/opener.tsx';
import { makeSource, type SourceAnswer } from '#app/(workspace)/settings/sources/actions.ts';
import { AndroidSteps } from '#app/(workspace)/settings/sources/android-steps.tsx';
import { SourceForm } from '#app/(workspace)/settings/sources/source-form.tsx';
import { WebhookSteps } from '#app/(workspace)/settings/sources/webhook-steps.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const EMPTY: SourceAnswer = {
  typed: { kind: 'android', name: '', sims: ['', ''], addresses: [] },
  mistakes: {},
};

/** A button; then the form; then the secret, once, with what to do with it. */
export function NewSource({ phones }: { phones: PublicAddress[] }) {
  return <Opener name="New source">{(close) => <Making phones={phones} close={close} />}</Opener>;
}

function Making({ phones, close }: { phones: PublicAddress[]; close: () => void }) {
  const [answer, make, busy] = useActionState(makeSource, EMPTY);
  if (!answer.made)
    return <SourceForm answer={answer} make={make} busy={busy} phones={phones} close={close} />;
  const { kind, name, secret } = answer.made;
  return (
    <Made
      title={`The source “${name}” is ready for its first text`}
      secret={secret}
      what={kind === 'android' ? 'the signing key' : 'the secret'}
      done={close}
    >
      {kind === 'android' ? <AndroidSteps made={answer.made} /> : <WebhookSteps made={answer.made} />}
    </Made>
  );
}

'use client';
import { useActionState } from 'react';
import { Made } from '#app/(workspace)/settings/made.tsx';
import { Opener } from '#app/(workspace)/settings/opener.tsx';
import { makeToken, type TokenAnswer } from '#app/(workspace)/settings/tokens/actions.ts';
import { USUAL_SCOPES } from '#app/(workspace)/settings/tokens/scopes.ts';
import { TokenForm } from '#app/(workspace)/settings/tokens/token-form.tsx';
import { Copyable } from '#app/ui/copyable.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const EMPTY: TokenAnswer = {
  typed: { name: '', scopes: USUAL_SCOPES, limited: false, addresses: [], days: '90' },
  mistakes: {},
};

/** A button; then the form; then the token, once. */
export function NewToken(props: { addresses: PublicAddress[]; everyAddress: boolean; url: string }) {
  return <Opener name="New token">{(close) => <Making {...props} close={close} />}</Opener>;
}

function Making({
  addresses,
  everyAddress,
  url,
  close,
}: {
  addresses: PublicAddress[];
  everyAddress: boolean;
  url: string;
  close: () => void;
}) {
  const [answer, make, busy] = useActionState(makeToken, EMPTY);
  if (!answer.made)
    return (
      <TokenForm
        answer={answer}
        make={make}
        busy={busy}
        addresses={addresses}
        everyAddress={everyAddress}
        close={close}
      />
    );
  const example = answer.typed.addresses[0] ?? addresses[0]?.address ?? 'brand@inbox.example';
  return (
    <Made
      title={`The token “${answer.made.name}” is ready`}
      secret={answer.made.token}
      what="the token"
      done={close}
    >
      <p className="text-ink-2">For example, wait for the next code:</p>
      <Copyable
        text={`curl -fs -H 'Authorization: Bearer ${answer.made.token}' -H 'Accept: text/plain' '${url}/api/v1/codes/latest?address=${encodeURIComponent(example)}&wait=30'`}
        what="the curl command"
      />
    </Made>
  );
}

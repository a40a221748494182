'use client';
import { signIn } from 'next-auth/react';
import { useState } from 'react';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';

/** Leads to the issuer of single sign-on, and from there back to `returnTo`. */
export function IssuerButton({ host, returnTo }: { host: string; returnTo: string }) {
  const [state, setState] = useState<'rest' | 'leaving' | 'offline'>('rest');
  const leave = async () => {
    setState('leaving');
    // The page is left when it works.
    await signIn('oidc', { callbackUrl: returnTo }).catch(() => setState('offline'));
  };
  return (
    <div>
      <Button onClick={() => void leave()} busy={state === 'leaving'} className="h-9 w-full min-w-0">
        <span className="truncate">Sign in with {host}</span>
      </Button>
      {state === 'offline' && (
        <Mistake>Mailroom did not answer. Check your connection and try again.</Mistake>
      )}
    </div>
  );
}

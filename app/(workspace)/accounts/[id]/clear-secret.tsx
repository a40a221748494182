'use client';
import { clearSecret } from '#app/(workspace)/accounts/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

const WORDS = {
  authenticator: {
    what: 'authenticator secret',
    after: 'Nobody sees its codes here any more. Who signs in needs another device that has the secret.',
  },
  recoveryCodes: {
    what: 'recovery codes',
    after: 'Nobody sees them here any more. At the service they go on working.',
  },
};

/** Takes one of an account's secrets away, after asking. */
export function ClearSecret({ id, secret }: { id: string; secret: keyof typeof WORDS }) {
  const { what, after } = WORDS[secret];
  return (
    <Confirm
      trigger={<Button look="quiet">Clear the {what} …</Button>}
      title={`Clear the ${what}?`}
      action="Clear for good"
      act={() => clearSecret(id, secret)}
    >
      {after}
    </Confirm>
  );
}

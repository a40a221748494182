'use client';
import { unbind } from '#app/(workspace)/settings/sessions/actions.ts';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';

/** For a member who has a password too: without one, single sign-on is their only way in. */
export function SingleSignOn({ hosts }: { hosts: string[] }) {
  const where = hosts.join(', ');
  return (
    <section aria-labelledby="single-sign-on" className="grid gap-2">
      <h2 id="single-sign-on" className="font-semibold">
        Single sign-on
      </h2>
      <p className="break-words text-ink-2">
        Bound to who you are at {where}. That is how it knows you there, whatever your email becomes.
      </p>
      <div>
        <Confirm
          trigger={<Button>Unbind …</Button>}
          title={`Unbind ${where}?`}
          action="Unbind it"
          act={unbind}
        >
          You are signed out everywhere else. Your password still lets you in, and your next sign-in there
          binds you anew, by your email.
        </Confirm>
      </div>
    </section>
  );
}

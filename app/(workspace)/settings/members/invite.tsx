'use client';
import { useActionState } from 'react';
import { Made } from '#app/(workspace)/settings/made.tsx';
import { type InviteAnswer, inviteSomebody } from '#app/(workspace)/settings/members/actions.ts';
import { Opener } from '#app/(workspace)/settings/opener.tsx';
import { ROLE_WORDS } from '#app/(workspace)/settings/role-words.ts';
import { Choice, Choices } from '#app/ui/choice.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import { FormButtons } from '#app/ui/form-buttons.tsx';
import type { Role } from '#lib/access/actor.ts';

const EMPTY: InviteAnswer = { typed: { email: '', role: 'member' }, mistakes: {} };

/** A button; then the form; then the link, once. */
export function Invite({ roles }: { roles: Role[] }) {
  return <Opener name="Invite somebody">{(close) => <Inviting roles={roles} close={close} />}</Opener>;
}

function Inviting({ roles, close }: { roles: Role[]; close: () => void }) {
  const [{ made, typed, mistakes }, send, busy] = useActionState(inviteSomebody, EMPTY);
  if (made)
    return (
      <Made
        title={`The invitation for ${made.email} is ready`}
        secret={made.link}
        what="the link"
        done={close}
      >
        {typeof made.mailed === 'string' && <Mistake>It could not be mailed: {made.mailed}</Mistake>}
        <p className="text-ink-2">
          {made.mailed === true ? 'It has been mailed to them as well.' : 'Send it to them.'} It works once,
          for seven days; whoever opens it first sets a name and a password.
        </p>
      </Made>
    );
  return (
    <form
      action={send}
      aria-label="Invite somebody"
      className="grid gap-5 rounded-card border border-line p-4"
    >
      <Field
        label="Email"
        name="email"
        type="email"
        placeholder="grace@example.com"
        defaultValue={typed.email}
        autoComplete="off"
        required
        autoFocus
        hint="They sign in with it."
        error={mistakes.email}
      />
      <Choices legend="Role">
        {roles.map((role) => (
          <Choice
            key={role}
            type="radio"
            name="role"
            value={role}
            defaultChecked={role === typed.role}
            note={ROLE_WORDS[role].may}
          >
            {ROLE_WORDS[role].name}
          </Choice>
        ))}
      </Choices>
      <FormButtons busy={busy} action="Make the link" doing="Inviting …" cancel={close} />
    </form>
  );
}

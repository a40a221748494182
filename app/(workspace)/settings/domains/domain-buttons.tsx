'use client';
import { useActionState, useState, useTransition } from 'react';
import { add, check, remove } from '#app/(workspace)/settings/domains/actions.ts';
import { Findings } from '#app/(workspace)/settings/domains/findings.tsx';
import { Button } from '#app/ui/button.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';

export function AddDomain() {
  const [{ mistake, typed }, act, busy] = useActionState(add, { typed: '' });
  return (
    <form action={act} aria-label="Add a domain" className="flex gap-2">
      <Field
        label="Domain"
        name="domain"
        placeholder="inbox.example.com"
        defaultValue={typed}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
        error={mistake}
        className="min-w-0 flex-1"
      />
      <Button type="submit" look="primary" busy={busy} className="mt-6 h-9">
        Add
      </Button>
    </form>
  );
}

export function RemoveDomain({ id, name }: { id: string; name: string }) {
  return (
    <Confirm
      trigger={
        <Button look="quiet" aria-label={`Remove ${name} …`}>
          Remove …
        </Button>
      }
      title={`Take no more mail for ${name}?`}
      action={`Remove ${name}`}
      act={() => remove(id)}
    >
      Mail to it is refused from now on. It can be added again.
    </Confirm>
  );
}

/** Asks DNS when somebody wants to know, and shows what it says beside what it should say. */
export function DnsCheck({ id, name }: { id: string; name: string }) {
  const [busy, startTransition] = useTransition();
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof check>>>();
  const press = () =>
    startTransition(async () => {
      setAnswer(
        await check(id).catch(() => ({ findings: [], mistake: 'Mailroom does not answer. Try again.' })),
      );
    });
  return (
    <div className="grid gap-2">
      <div>
        <Button onClick={press} busy={busy}>
          {busy ? 'Asking DNS …' : answer ? 'Check again' : 'Check DNS now'}
          <span className="sr-only"> for {name}</span>
        </Button>
      </div>
      {answer?.mistake && <Mistake>{answer.mistake}</Mistake>}
      {answer && <Findings name={name} findings={answer.findings} />}
    </div>
  );
}

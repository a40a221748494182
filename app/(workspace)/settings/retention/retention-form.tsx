'use client';
import { useState } from 'react';
import {
  type RetentionMistakes,
  save,
  type TypedRetention,
  weigh,
} from '#app/(workspace)/settings/retention/actions.ts';
import { counted, retentionInWords } from '#app/(workspace)/settings/retention/words.ts';
import { Button } from '#app/ui/button.tsx';
import { Choice } from '#app/ui/choice.tsx';
import { Confirm } from '#app/ui/confirm.tsx';
import { Field, Mistake } from '#app/ui/field.tsx';
import type { AddressRetention, Retention } from '#lib/addresses/retention.ts';

type Asked = { ids: string[]; typed: TypedRetention; deleted: number; blanked: number };

/** What applies to each address; those that are ticked are changed together, after it is said what would be gone. */
export function RetentionForm({
  addresses,
  ticked: initially,
}: {
  addresses: AddressRetention[];
  ticked: AddressRetention[];
}) {
  const [chosen, setChosen] = useState(() => new Set(initially.map(({ id }) => id)));
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [mistakes, setMistakes] = useState<RetentionMistakes>({});
  const [asked, setAsked] = useState<Asked | null>(null);
  const ticked = addresses.filter(({ id }) => chosen.has(id));
  const choose = (ids: string[]) => {
    setChosen(new Set(ids));
    setSaved(false);
    setMistakes({});
  };
  const change = async (ids: string[], typed: TypedRetention) => {
    const answer = await save(ids, typed);
    setMistakes('mistakes' in answer ? answer.mistakes : {});
    setSaved('saved' in answer);
  };
  const submit = async (form: FormData) => {
    const ids = ticked.map(({ id }) => id);
    const text = (name: keyof Retention) => {
      const words = String(form.get(name) ?? '').trim();
      return words === '' && common(ticked, name) === undefined ? undefined : words;
    };
    const typed = { retentionDays: text('retentionDays'), blankAfterHours: text('blankAfterHours') };
    setBusy(true);
    setSaved(false);
    try {
      const answer = await weigh(ids, typed);
      if ('mistakes' in answer) return setMistakes(answer.mistakes);
      setMistakes({});
      if (answer.deleted + answer.blanked > 0) setAsked({ ids, typed, ...answer });
      else await change(ids, typed);
    } catch {
      setMistakes({ other: 'Mailroom does not answer. Try again.' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      aria-label="Retention"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void submit(new FormData(event.currentTarget));
      }}
    >
      <div>
        {addresses.length > 1 && (
          <Choice
            type="checkbox"
            checked={ticked.length === addresses.length}
            onChange={({ target }) => choose(target.checked ? addresses.map(({ id }) => id) : [])}
          >
            All of them
          </Choice>
        )}
        <ul aria-label="Addresses" className="border-line border-t">
          {addresses.map((address) => (
            <li key={address.id} className="border-line border-b py-1">
              <Choice
                type="checkbox"
                checked={chosen.has(address.id)}
                onChange={({ target: { checked } }) =>
                  choose(checked ? [...chosen, address.id] : [...chosen].filter((id) => id !== address.id))
                }
              >
                {address.address}
                {address.label && <span className="text-ink-2"> {address.label}</span>}
                <span className="block text-ink-2 text-small">{retentionInWords(address)}</span>
              </Choice>
            </li>
          ))}
        </ul>
      </div>
      {ticked.length === 0 ? (
        <p className="text-ink-2">Tick the addresses that you want to change.</p>
      ) : (
        <Rules key={ticked.map(({ id }) => id).join()} ticked={ticked} mistakes={mistakes} />
      )}
      {ticked.length > 0 && (
        <div className="flex items-center gap-3">
          <Button type="submit" look="primary" busy={busy}>
            {busy
              ? 'Looking what is older …'
              : `Change ${ticked.length === 1 ? 'it' : `all ${ticked.length}`}`}
          </Button>
          {saved && (
            <span role="status" className="text-ink-2">
              Saved.
            </span>
          )}
        </div>
      )}
      {mistakes.other && <Mistake>{mistakes.other}</Mistake>}
      {asked && (
        <Confirm
          title={titleOf(asked)}
          action={actionOf(asked)}
          cancel="Change nothing"
          act={() => change(asked.ids, asked.typed).then(() => undefined)}
          closed={() => setAsked(null)}
        >
          {asked.deleted > 0 && (
            <p>
              {messages(asked.deleted)} {asked.deleted === 1 ? 'is' : 'are'} older than that, and deleted for
              good within ten minutes, with codes, links and files.
            </p>
          )}
          {asked.blanked > 0 && (
            <p>In {messages(asked.blanked)} the code and what was written around it are blanked, for good.</p>
          )}
        </Confirm>
      )}
    </form>
  );
}

function Rules({ ticked, mistakes }: { ticked: AddressRetention[]; mistakes: RetentionMistakes }) {
  const days = common(ticked, 'retentionDays');
  const hours = common(ticked, 'blankAfterHours');
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <Field
        label="Days to keep messages"
        name="retentionDays"
        inputMode="numeric"
        placeholder={days === undefined ? 'as each is now' : 'for ever'}
        defaultValue={days ?? ''}
        autoComplete="off"
        hint={
          days === undefined ? 'They differ; empty changes none of them, “for ever” all.' : 'Empty: for ever.'
        }
        error={mistakes.retentionDays}
      />
      <Field
        label="Hours until codes are blanked"
        name="blankAfterHours"
        inputMode="numeric"
        placeholder={hours === undefined ? 'as each is now' : 'never'}
        defaultValue={hours ?? ''}
        autoComplete="off"
        hint={hours === undefined ? 'They differ; empty changes none of them, “never” all.' : 'Empty: never.'}
        error={mistakes.blankAfterHours}
      />
    </div>
  );
}

/** What all of them have; undefined when they differ. */
function common(ticked: AddressRetention[], rule: keyof Retention): number | null | undefined {
  return ticked.every((each) => each[rule] === ticked[0]?.[rule]) ? ticked[0]?.[rule] : undefined;
}

function titleOf({ ids, typed, deleted }: Asked): string {
  const where = ids.length === 1 ? '' : ` at ${ids.length} addresses`;
  return deleted > 0
    ? `Keep messages for ${counted(typed.retentionDays ?? '', 'day')}${where}?`
    : `Blank codes after ${counted(typed.blankAfterHours ?? '', 'hour')}${where}?`;
}

function actionOf({ deleted, blanked }: Asked): string {
  return deleted > 0 ? `Delete ${messages(deleted)}` : `Blank ${messages(blanked)}`;
}

function messages(count: number): string {
  return counted(count.toLocaleString(), 'message');
}

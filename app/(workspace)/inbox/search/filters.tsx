'use client';
import { useState } from 'react';
import { hasFlag, operatorOf, withFlag, withOperator } from '#app/(workspace)/inbox/search/tokens.ts';
import type { InboxQuery } from '#app/(workspace)/inbox/search/use-query.ts';
import { Choice } from '#app/ui/choice.tsx';
import { Field } from '#app/ui/field.tsx';
import { Select } from '#app/ui/select.tsx';
import type { PublicAccount } from '#lib/accounts/present.ts';
import { serviceName } from '#lib/codes/service-name.ts';

const STATES = ['usable', 'superseded', 'expired', 'taken'];
const CHANNELS = [
  { value: 'email', words: 'Email' },
  { value: 'sms', words: 'Text message' },
  { value: 'mms', words: 'Picture message' },
  { value: 'voice', words: 'Call' },
];

/** The same as can be typed, to choose from: each choice writes itself into the query, so one learns it there. */
export function Filters({
  text,
  change,
  type,
  query,
  accounts,
  services,
}: {
  text: string;
  change: (text: string) => void;
  /** The same, once the typing pauses. */
  type: (text: string) => void;
  query: InboxQuery;
  accounts: PublicAccount[];
  services: string[];
}) {
  const state = STATES.find((each) => hasFlag(text, `is:${each}`)) ?? '';
  const setState = (wanted: string) => {
    const without = STATES.reduce((left, each) => withFlag(left, `is:${each}`, false), text);
    change(wanted ? withFlag(without, `is:${wanted}`, true) : without);
  };
  const operator = (name: string) => ({
    name: `filter-${name}`,
    value: operatorOf(text, name).toLowerCase(),
    onChange: ({ target }: React.ChangeEvent<HTMLSelectElement>) =>
      change(withOperator(text, name, target.value || null)),
  });
  const day = (name: string) => ({
    name: `filter-${name}`,
    type: 'date',
    value: A_DAY.exec(operatorOf(text, name))?.[0] ?? '',
    onChange: ({ target }: React.ChangeEvent<HTMLInputElement>) =>
      type(withOperator(text, name, target.value || null)),
    className: 'min-w-0',
  });
  const flag = (name: string) => ({
    type: 'checkbox' as const,
    checked: hasFlag(text, name),
    onChange: ({ target }: React.ChangeEvent<HTMLInputElement>) =>
      change(withFlag(text, name, target.checked)),
  });
  return (
    <fieldset className="grid grid-cols-2 gap-x-4 gap-y-2 border-line border-t px-4 py-3 max-md:max-h-[44dvh] max-md:overflow-y-auto">
      <legend className="sr-only">Filters</legend>
      <Select
        label="Code"
        name="filter-state"
        value={state}
        onChange={({ target }) => setState(target.value)}
        options={[ANY, ...STATES.map((each) => ({ value: each, words: capital(each) }))]}
      />
      <Select label="Channel" {...operator('channel')} options={[ANY, ...CHANNELS]} />
      <Select
        label="Service"
        {...operator('service')}
        options={[ANY, ...withChosen(services, operatorOf(text, 'service').toLowerCase()).map(named)]}
      />
      <Select
        label="Account"
        name="filter-account"
        value={query.accountId ?? ''}
        onChange={({ target }) => query.change({ account: target.value })}
        options={[
          ANY,
          ...accounts.map(({ id, service, handle }) => ({
            value: id,
            words: `${named(service).words} ${handle}`,
          })),
        ]}
      />
      <Sender
        sender={operatorOf(text, 'from')}
        change={(sender) => type(withOperator(text, 'from', sender || null))}
      />
      <Field label="Since" {...day('after')} />
      <Field label="Before" {...day('before')} />
      <div className="col-span-2 flex flex-wrap gap-x-6">
        <Choice {...flag('has:code')}>With a code</Choice>
        <Choice {...flag('is:unread')}>Unread</Choice>
        <Choice {...flag('is:archived')}>Archived</Choice>
      </div>
    </fieldset>
  );
}

const ANY = { value: '', words: 'Any' };
/** Not `yesterday` or `2h`: what a field for a day can show. */
const A_DAY = /^\d{4}-\d\d-\d\d$/;

/** Shows what was typed into it as long as the query says the same, so that a space between two words can be typed. */
function Sender({ sender, change }: { sender: string; change: (sender: string) => void }) {
  const [typed, setTyped] = useState(sender);
  return (
    <Field
      label="Sender"
      name="filter-from"
      placeholder="A name or an address"
      autoComplete="off"
      spellCheck={false}
      maxLength={100}
      value={typed.trim() === sender ? typed : sender}
      onChange={({ target }) => {
        const wanted = target.value.replaceAll('"', '');
        setTyped(wanted);
        change(wanted.trim());
      }}
      className="col-span-2"
    />
  );
}

function named(service: string) {
  return { value: service, words: serviceName(service, { name: null, address: null }) };
}

function withChosen(services: string[], chosen: string): string[] {
  return [...new Set(chosen ? [chosen, ...services] : services)].toSorted();
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

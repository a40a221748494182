import Link from 'next/link';
import { type TypedFilter, writeFilter } from '#app/(workspace)/activity/filter.ts';
import { ACTION_OPTIONS } from '#app/(workspace)/activity/words.ts';
import { Button, buttonClass } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import { Select } from '#app/ui/select.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

/** What is asked for stands in the address bar: it can be kept and passed on. */
export function ActivityFilters({ typed, addresses }: { typed: TypedFilter; addresses: PublicAddress[] }) {
  const file = (format: string) => `/activity/export?${writeFilter(typed, { format })}`;
  return (
    <form
      action="/activity"
      className="grid grid-cols-2 items-end gap-3 md:grid-cols-[repeat(3,minmax(0,1fr))_148px_148px_auto]"
    >
      <Field label="Who" name="who" defaultValue={typed.who} placeholder="Anybody" autoComplete="off" />
      <Select label="Did" name="action" options={ACTION_OPTIONS} defaultValue={typed.action} />
      <Select
        label="At"
        name="address"
        options={[
          { value: '', words: 'Every address' },
          ...addresses.map(({ id, address }) => ({ value: id, words: address })),
        ]}
        defaultValue={typed.address}
      />
      <Field label="From" name="from" type="date" defaultValue={typed.from} />
      <Field label="To" name="to" type="date" defaultValue={typed.to} />
      <Button type="submit" look="primary" className="h-9">
        Show
      </Button>
      <p className="col-span-full flex flex-wrap gap-2">
        <a href={file('csv')} download className={buttonClass('plain')}>
          Export as CSV
        </a>
        <a href={file('jsonl')} download className={buttonClass('plain')}>
          Export as JSON Lines
        </a>
        <Link href="/activity" className={buttonClass('quiet')}>
          Clear
        </Link>
      </p>
    </form>
  );
}

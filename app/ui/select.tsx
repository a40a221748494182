import type { ComponentProps } from 'react';

/** A labelled list of choices of which one holds: the browser's own, which every device knows how to show. */
export function Select({
  label,
  name,
  options,
  ...select
}: Omit<ComponentProps<'select'>, 'id' | 'className'> & {
  label: string;
  name: string;
  options: { value: string; words: string }[];
}) {
  return (
    <div>
      <label htmlFor={name} className="mb-1 block font-medium">
        {label}
      </label>
      <select
        {...select}
        id={name}
        name={name}
        className="h-9 w-full rounded-control border border-edge bg-pane px-2 pointer-coarse:h-11"
      >
        {options.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

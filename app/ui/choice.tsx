import type { ComponentProps, ReactNode } from 'react';

/** A tick or a dot with its words; all of it is pressed, 32 px high, 44 for a finger. */
export function Choice({
  children,
  note,
  ...input
}: Omit<ComponentProps<'input'>, 'className'> & { type: 'checkbox' | 'radio'; note?: ReactNode }) {
  return (
    <label className="flex min-h-8 items-center gap-3 py-1 pointer-coarse:min-h-11">
      <input {...input} className="size-4 shrink-0 accent-accent-fill" />
      <span className="min-w-0 break-words">
        {children}
        {note && <span className="text-ink-2"> {note}</span>}
      </span>
    </label>
  );
}

/** Choices that belong together, and what is wrong with what was chosen. */
export function Choices({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-medium">{legend}</legend>
      {children}
    </fieldset>
  );
}

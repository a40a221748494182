import { CircleAlert } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';

/** A labelled text field; what is wrong with it stands below it, and a screen reader reads it with the field. */
export function Field({
  label,
  name,
  hint,
  error,
  className = '',
  ...input
}: Omit<ComponentProps<'input'>, 'id'> & { label: string; name: string; hint?: ReactNode; error?: string }) {
  const note = `${name}-note`;
  return (
    <div className={className}>
      <label htmlFor={name} className="mb-1 block font-medium">
        {label}
      </label>
      <input
        {...input}
        id={name}
        name={name}
        aria-invalid={error ? true : undefined}
        aria-describedby={error || hint ? note : undefined}
        className={`h-9 pointer-coarse:h-11 w-full rounded-control border bg-pane px-3 placeholder:text-ink-3 ${error ? 'border-red' : 'border-edge'}`}
      />
      {error ? (
        <Mistake id={note}>{error}</Mistake>
      ) : (
        hint && (
          <p id={note} className="mt-1 text-small text-ink-2">
            {hint}
          </p>
        )
      )}
    </div>
  );
}

/** What went wrong, where it went wrong, in words a person can act on. */
export function Mistake({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <p id={id} role="alert" className="mt-1 flex gap-1 text-small text-red">
      <CircleAlert aria-hidden size={14} strokeWidth={1.5} className="mt-px shrink-0" />
      <span>{children}</span>
    </p>
  );
}

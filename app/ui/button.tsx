import type { ComponentProps } from 'react';

const LOOKS = {
  primary:
    'bg-accent-fill text-on-accent hover:bg-accent-fill-hover disabled:opacity-60 aria-disabled:opacity-60',
  plain: 'border border-line bg-pane text-ink hover:bg-raised disabled:text-ink-3 aria-disabled:text-ink-3',
  danger: 'border border-red text-red hover:bg-red-soft disabled:opacity-60 aria-disabled:opacity-60',
  quiet: 'text-ink-2 hover:bg-raised hover:text-ink disabled:text-ink-3 aria-disabled:text-ink-3',
};

export type ButtonLook = keyof typeof LOOKS;

/** 32 px high, 44 for a finger; on paper it cannot be pressed. For what looks like a button and is another element: a link. */
export function buttonClass(look: ButtonLook, more = ''): string {
  return `inline-flex h-8 pointer-coarse:h-11 shrink-0 items-center justify-center gap-2 rounded-control px-3 font-medium whitespace-nowrap print:hidden ${LOOKS[look]} ${more}`;
}

/**
 * `busy`: what it does is being done, or there is nothing to do, and pressing it does nothing. Unlike `disabled` it keeps the focus, which the
 * browser would else leave on nothing: whoever works with the keys would begin at the top of the page again.
 */
export function Button({
  look = 'plain',
  className = '',
  type = 'button',
  busy = false,
  ...rest
}: ComponentProps<'button'> & { look?: ButtonLook; busy?: boolean }) {
  return (
    <button
      {...rest}
      type={type}
      {...(busy && { 'aria-disabled': true, onClick: (event) => event.preventDefault() })}
      className={buttonClass(look, className)}
    />
  );
}

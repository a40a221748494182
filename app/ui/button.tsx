import type { ComponentProps } from 'react';

const LOOKS = {
  primary: 'bg-accent-fill text-on-accent hover:bg-accent-fill-hover disabled:opacity-60',
  plain: 'border border-line bg-pane text-ink hover:bg-raised disabled:text-ink-3',
  danger: 'border border-red text-red hover:bg-red-soft disabled:opacity-60',
  quiet: 'text-ink-2 hover:bg-raised hover:text-ink disabled:text-ink-3',
};

export type ButtonLook = keyof typeof LOOKS;

/** 32 px high, 44 for a finger; on paper it cannot be pressed. For what looks like a button and is another element: a link. */
export function buttonClass(look: ButtonLook, more = ''): string {
  return `inline-flex h-8 pointer-coarse:h-11 shrink-0 items-center justify-center gap-2 rounded-control px-3 font-medium whitespace-nowrap print:hidden ${LOOKS[look]} ${more}`;
}

export function Button({
  look = 'plain',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { look?: ButtonLook }) {
  return <button {...rest} type={type} className={buttonClass(look, className)} />;
}

'use client';
import type { ReactNode } from 'react';

/**
 * Leads to a message: at once where the page lives, and as any link does before, in a new tab and with the middle button.
 */
export function MessageLink({
  id,
  list,
  open,
  ...rest
}: {
  id: string;
  /** The list's own path with its query, in which the message opens. */
  list: string;
  open: (id: string) => void;
  tabIndex?: number;
  'data-row'?: string;
  dir?: 'auto';
  className: string;
  children: ReactNode;
}) {
  return (
    <a
      {...rest}
      href={pathWith(list, id)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        open(id);
      }}
    />
  );
}

/** Pure: the list's path and query, with this message open in it or with none. */
export function pathWith(list: string, message: string | null): string {
  const [path, query] = list.split('?');
  const parameters = new URLSearchParams(query);
  if (message) parameters.set('message', message);
  else parameters.delete('message');
  return parameters.size === 0 ? `${path}` : `${path}?${parameters}`;
}

'use client';
import { useLinkStatus } from 'next/link';
import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
  useTransition,
} from 'react';

type Opened = { opening: string | null; open: (href: string) => void };

const OpenedContext = createContext<Opened>({ opening: null, open: () => {} });

/** Knows which page a key or the palette is opening: that is no link that would know it by itself. */
export function OpeningProvider({ children }: { children: ReactNode }) {
  const { push } = useRouter();
  const [busy, startTransition] = useTransition();
  const [href, setHref] = useState('');
  const open = useCallback(
    (to: string) => {
      setHref(to);
      startTransition(() => push(to));
    },
    [push],
  );
  const value = useMemo(() => ({ opening: busy ? href : null, open }), [busy, href, open]);
  return <OpenedContext value={value}>{children}</OpenedContext>;
}

/** Opens a page as a link to it does. */
export const useOpen = () => useContext(OpenedContext).open;

/**
 * Part of a link that says that its page is being fetched: a line at its edge, for whose place there is room. Not before a
 * tenth of a second, since most pages are there by then, and a line that flashes says nothing.
 * @param edge where it stands and how long it is
 */
export function Opening({ href, edge }: { href: string; edge: string }) {
  const { pending } = useLinkStatus();
  const { opening } = useContext(OpenedContext);
  return (
    <span
      aria-hidden
      data-opening={pending || opening === href || undefined}
      className={`absolute rounded-full bg-accent opacity-0 data-opening:opacity-100 data-opening:transition-opacity data-opening:delay-100 ${edge}`}
    />
  );
}

'use client';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import type { ReactNode } from 'react';
import { Opening } from '#app/(workspace)/opening.tsx';
import { KeyHint } from '#app/ui/key-hint.tsx';

/** A link of the rail that knows when it is where one is. */
export function RailLink({
  href,
  keys,
  title,
  children,
}: {
  href: string;
  keys?: string;
  title?: string;
  children: ReactNode;
}) {
  const here = useIsHere(href);
  return (
    <Link
      href={href}
      title={title}
      aria-current={here ? 'page' : undefined}
      className="group/link relative flex h-8 min-w-0 items-center gap-2 rounded-control px-2 text-ink-2 hover:bg-raised hover:text-ink aria-[current]:bg-raised aria-[current]:font-medium aria-[current]:text-ink"
    >
      <Opening href={href} edge="inset-y-1.5 left-0 w-0.5" />
      {children}
      {keys && <KeyHint keys={keys} className="ml-auto text-ink-3" />}
    </Link>
  );
}

/** The same page, or one below it, with the same filter; which message is open makes no difference. */
function useIsHere(href: string): boolean {
  const address = useSearchParams().get('address');
  const path = usePathname();
  const [wantedPath, query = ''] = href.split('?');
  const isPath = path === wantedPath || path.startsWith(`${wantedPath}/`);
  return isPath && new URLSearchParams(query).get('address') === address;
}

'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Opening } from '#app/(workspace)/opening.tsx';
import { settingsPages } from '#app/(workspace)/settings/pages.ts';

const ITEM =
  'relative flex h-9 shrink-0 items-center text-ink-2 hover:text-ink pointer-coarse:h-11 lg:h-8 lg:rounded-control lg:px-2 lg:hover:bg-raised';
const HERE =
  'aria-[current]:font-medium aria-[current]:text-ink max-lg:border-transparent max-lg:border-b-2 max-lg:aria-[current]:border-accent lg:aria-[current]:bg-raised';

const EDGE = 'max-lg:inset-x-0 max-lg:-bottom-0.5 max-lg:h-0.5 lg:inset-y-1.5 lg:left-0 lg:w-0.5';

/** Beside the page where there is room, else above it in one line. */
export function SettingsNav({ administrator }: { administrator: boolean }) {
  const path = usePathname();
  const { yours, others } = settingsPages(administrator);
  return (
    <nav
      aria-label="Settings"
      className="flex gap-x-4 max-lg:overflow-x-auto max-lg:border-line max-lg:border-b lg:-mx-2 lg:flex-col lg:gap-0.5"
    >
      {[...yours, ...others].map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={path.startsWith(href) ? 'page' : undefined}
          // In one line not all of them fit: where one is must not be out of sight.
          ref={path.startsWith(href) ? intoView : undefined}
          className={`${ITEM} ${HERE} ${administrator && href === others[0]?.href ? 'lg:mt-4' : ''}`}
        >
          <Opening href={href} edge={EDGE} />
          {name}
        </Link>
      ))}
      {administrator && (
        <Link href="/activity" className={`${ITEM} md:hidden`}>
          <Opening href="/activity" edge={EDGE} />
          Activity
        </Link>
      )}
      <Link href="/reference" className={`${ITEM} max-lg:ml-auto lg:mt-4`}>
        <Opening href="/reference" edge={EDGE} />
        API reference
      </Link>
    </nav>
  );
}

function intoView(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

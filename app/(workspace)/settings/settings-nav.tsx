'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

const YOURS = [
  { href: '/settings/sessions', name: 'You' },
  { href: '/settings/preferences', name: 'Preferences' },
];
const THE_WORKSPACES = [
  { href: '/settings/members', name: 'Members' },
  { href: '/settings/teams', name: 'Teams' },
  { href: '/settings/workspace', name: 'Workspace' },
  { href: '/settings/tokens', name: 'API tokens' },
  { href: '/settings/webhooks', name: 'Webhooks' },
  { href: '/settings/domains', name: 'Domains' },
  { href: '/settings/phones', name: 'Phones' },
  { href: '/settings/sources', name: 'Sources' },
  { href: '/settings/forwarding', name: 'Forwarding' },
];
/** Who manages an address need not be an administrator. */
const FOR_MANAGERS = { href: '/settings/retention', name: 'Retention' };
const ITEM =
  'flex h-9 shrink-0 items-center text-ink-2 hover:text-ink pointer-coarse:h-11 lg:h-8 lg:rounded-control lg:px-2 lg:hover:bg-raised';
const HERE =
  'aria-[current]:font-medium aria-[current]:text-ink max-lg:border-transparent max-lg:border-b-2 max-lg:aria-[current]:border-accent lg:aria-[current]:bg-raised';

/** Beside the page where there is room, else above it in one line. Only what is there for the member; whether they may see a page, the page itself asks. */
export function SettingsNav({ administrator }: { administrator: boolean }) {
  const path = usePathname();
  return (
    <nav
      aria-label="Settings"
      className="flex gap-x-4 max-lg:overflow-x-auto max-lg:border-line max-lg:border-b lg:-mx-2 lg:flex-col lg:gap-0.5"
    >
      {[...YOURS, ...(administrator ? THE_WORKSPACES : []), FOR_MANAGERS].map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={path.startsWith(href) ? 'page' : undefined}
          // In one line not all of them fit: where one is must not be out of sight.
          ref={path.startsWith(href) ? intoView : undefined}
          className={`${ITEM} ${HERE} ${href === THE_WORKSPACES[0]?.href ? 'lg:mt-4' : ''}`}
        >
          {name}
        </Link>
      ))}
      {administrator && (
        <Link href="/activity" className={`${ITEM} md:hidden`}>
          Activity
        </Link>
      )}
      <Link href="/reference" className={`${ITEM} max-lg:ml-auto lg:mt-4`}>
        API reference
      </Link>
    </nav>
  );
}

function intoView(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

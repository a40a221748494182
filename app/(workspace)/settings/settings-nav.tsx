'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

const YOURS = [
  { href: '/settings/sessions', name: 'You' },
  { href: '/settings/preferences', name: 'Preferences' },
];
const PAGES = [
  ...YOURS,
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
const ITEM = 'flex h-9 shrink-0 items-center text-ink-2 hover:text-ink pointer-coarse:h-11';

/** Only what is there for the member; whether they may see a page, the page itself asks. */
export function SettingsNav({ administrator }: { administrator: boolean }) {
  const path = usePathname();
  return (
    <nav
      aria-label="Settings"
      className="flex gap-x-4 border-line border-b max-md:overflow-x-auto md:flex-wrap"
    >
      {(administrator ? PAGES : YOURS).map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={path.startsWith(href) ? 'page' : undefined}
          // On a phone not all of them fit: where one is must not be out of sight.
          ref={path.startsWith(href) ? intoView : undefined}
          className={`${ITEM} border-transparent border-b-2 aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink`}
        >
          {name}
        </Link>
      ))}
      {administrator && (
        <Link href="/activity" className={`${ITEM} md:hidden`}>
          Activity
        </Link>
      )}
      <Link href="/reference" className={`${ITEM} ml-auto`}>
        API reference
      </Link>
    </nav>
  );
}

function intoView(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

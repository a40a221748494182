'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

const PAGES = [
  { href: '/settings/tokens', name: 'API tokens' },
  { href: '/settings/webhooks', name: 'Webhooks' },
  { href: '/settings/forwarding', name: 'Forwarding' },
  { href: '/settings/domains', name: 'Domains' },
  { href: '/settings/preferences', name: 'Preferences' },
];

export function SettingsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Settings" className="flex gap-4 border-line border-b">
      {PAGES.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={path.startsWith(href) ? 'page' : undefined}
          className="-mb-px flex h-9 items-center border-transparent border-b-2 text-ink-2 hover:text-ink aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink pointer-coarse:h-11"
        >
          {name}
        </Link>
      ))}
      <Link
        href="/reference"
        className="ml-auto flex h-9 items-center text-ink-2 hover:text-ink pointer-coarse:h-11"
      >
        API reference
      </Link>
    </nav>
  );
}

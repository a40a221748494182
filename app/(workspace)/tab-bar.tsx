'use client';
import { AtSign, Inbox, KeyRound, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Opening } from '#app/(workspace)/opening.tsx';
import { SettingsMark, type SettingsState } from '#app/(workspace)/settings-mark.tsx';
import { UnreadCount } from '#app/(workspace)/unread-count.tsx';

const TABS = [
  { href: '/inbox', name: 'Inbox', Icon: Inbox },
  { href: '/accounts', name: 'Accounts', Icon: KeyRound },
  { href: '/addresses', name: 'Addresses', Icon: AtSign },
];

const SETTINGS = { href: '/settings', name: 'Settings', Icon: Settings };

/** The rail of a phone, under the thumb. */
export function TabBar({ settings, unread }: { settings: SettingsState; unread: number }) {
  const path = usePathname();
  return (
    <nav
      aria-label="Mailroom"
      className="grid shrink-0 auto-cols-fr grid-flow-col border-line border-t bg-ground pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      {[...TABS, SETTINGS].map(({ href, name, Icon }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href || path.startsWith(`${href}/`) ? 'page' : undefined}
          className="relative flex h-14 flex-col items-center justify-center gap-1 text-ink-2 text-small aria-[current]:font-medium aria-[current]:text-accent"
        >
          <Opening href={href} edge="inset-x-4 top-0 h-0.5" />
          <Icon aria-hidden size={20} strokeWidth={1.5} />
          <span className="flex items-center gap-1">
            {name}
            {href === '/inbox' && <UnreadCount first={unread} />}
            {href === SETTINGS.href && <SettingsMark state={settings} />}
          </span>
        </Link>
      ))}
    </nav>
  );
}

import { AtSign, History, Inbox, KeyRound, LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import { PaletteButton } from '#app/(workspace)/palette/palette-button.tsx';
import { RailLink } from '#app/(workspace)/rail-link.tsx';
import { SettingsMark, type SettingsState } from '#app/(workspace)/settings-mark.tsx';
import { SignOut } from '#app/(workspace)/sign-out.tsx';
import { UnreadCount } from '#app/(workspace)/unread-count.tsx';
import { Mark } from '#app/ui/mark.tsx';
import type { PublicAddress } from '#lib/addresses/present.ts';

const ICON = { 'aria-hidden': true, size: 16, strokeWidth: 1.5, className: 'shrink-0' } as const;

/** Where one can go. Only what exists stands here. */
export function Rail({
  workspace,
  member,
  addresses,
  settings,
  unread,
  activity,
}: {
  workspace: string;
  member: string;
  addresses: PublicAddress[];
  settings: SettingsState;
  unread: number;
  /** Whether the member may see what happened in the workspace. */
  activity: boolean;
}) {
  return (
    <nav
      aria-label="Mailroom"
      className="hidden w-[200px] shrink-0 flex-col border-line border-r bg-ground md:flex print:hidden"
    >
      <p className="flex h-12 shrink-0 items-center gap-2 px-4 font-semibold">
        <Mark />
        <span className="truncate">{workspace}</span>
      </p>
      <div className="grid gap-0.5 px-2">
        <RailLink href="/inbox" keys="g i">
          <Inbox {...ICON} /> Inbox <UnreadCount first={unread} />
        </RailLink>
        <RailLink href="/accounts" keys="g t">
          <KeyRound {...ICON} /> Accounts
        </RailLink>
        <RailLink href="/addresses" keys="g a">
          <AtSign {...ICON} /> Addresses
        </RailLink>
        {activity && (
          <RailLink href="/activity" keys="g l">
            <History {...ICON} /> Activity
          </RailLink>
        )}
        <RailLink href="/settings" keys="g s">
          <Settings {...ICON} /> Settings <SettingsMark state={settings} />
        </RailLink>
        <PaletteButton />
      </div>
      {addresses.length > 0 && (
        <>
          <h2 id="rail-addresses" className="px-4 pt-6 pb-1 font-medium text-ink-3 text-small">
            Mail to
          </h2>
          <ul
            aria-labelledby="rail-addresses"
            className="grid min-h-0 auto-rows-min grid-cols-[minmax(0,1fr)] gap-0.5 overflow-y-auto px-2 pb-2"
          >
            {addresses.map(({ id, address, label }) => (
              <li key={id}>
                <RailLink href={`/inbox?address=${encodeURIComponent(address)}`} title={address}>
                  <span className="truncate">{label ?? address}</span>
                </RailLink>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="mt-auto flex items-center justify-between border-line border-t py-2 pr-2 pl-4">
        <Link
          href="/settings/preferences"
          title="Your preferences"
          className="min-w-0 truncate rounded-control text-ink-2 hover:text-ink"
        >
          {member}
          <span className="sr-only">: your preferences</span>
        </Link>
        <SignOut look="quiet" aria-label="Sign out" title="Sign out" className="px-2">
          <LogOut {...ICON} />
        </SignOut>
      </div>
    </nav>
  );
}

'use client';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '#app/(workspace)/api.ts';
import { useOpen } from '#app/(workspace)/opening.tsx';
import type { Command } from '#app/(workspace)/palette/commands.ts';
import { offered } from '#app/(workspace)/palette/offers.ts';
import { settingsPages } from '#app/(workspace)/settings/pages.ts';
import { signOut } from '#app/(workspace)/sign-out.tsx';
import type { PublicAccount } from '#lib/accounts/present.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';
import { serviceName } from '#lib/codes/service-name.ts';

const PAGES = [
  { name: 'Inbox', href: '/inbox', keys: 'g i' },
  { name: 'Everything, archived too', href: '/inbox?q=in%3Aall', terms: 'archive all' },
  { name: 'Unread', href: '/inbox?q=is%3Aunread' },
  { name: 'Accounts', href: '/accounts', keys: 'g t', terms: 'authenticator totp' },
  { name: 'Addresses', href: '/addresses', keys: 'g a', terms: 'phone domain' },
  { name: 'Activity', href: '/activity', keys: 'g l', terms: 'log audit' },
  { name: 'Settings', href: '/settings', keys: 'g s', terms: 'tokens webhooks' },
  { name: 'API reference', href: '/reference' },
];
const ADMINISTRATORS = ['/activity'];

/** All that can be done from where the member is, and a search for what they typed. */
export function useCommands({
  addresses,
  administrator,
  showKeys,
}: {
  addresses: PublicAddress[];
  administrator: boolean;
  showKeys: () => void;
}) {
  const open = useOpen();
  const { data: accounts } = useQuery({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => callApi<{ data: PublicAccount[] }>('/accounts?limit=200', { signal }),
    staleTime: 60_000,
  });
  const go = (href: string) => () => open(href);
  const to = (
    group: string,
    { href, ...page }: Omit<Command, 'id' | 'group' | 'run'> & { href: string },
  ) => ({
    ...{ ...page, id: href, group, run: go(href) },
  });
  const { yours, others } = settingsPages(administrator);
  const commands: Command[] = [
    ...offered(),
    ...PAGES.filter(({ href }) => administrator || !ADMINISTRATORS.includes(href)).map((page) =>
      to('Go to', page),
    ),
    ...addresses.map(({ id, address, label }) => ({
      ...{ id, group: 'Address', name: label ?? address, note: label ? address : undefined },
      run: go(`/inbox?address=${encodeURIComponent(address)}`),
    })),
    ...(accounts?.data ?? []).map(({ id, service, handle }) => ({
      ...{ id, group: 'Account', name: handle, note: serviceName(service, { name: null, address: null }) },
      run: go(`/accounts/${id}`),
    })),
    ...[...yours, ...others].map((page) => to('Settings', page)),
    { id: 'sign-out', group: 'You', name: 'Sign out', terms: 'log out', run: () => void signOut() },
    { id: 'keys', group: 'Help', name: 'Show all keys', keys: '?', run: showKeys },
  ];
  const search = (typed: string): Command[] => {
    const text = typed.trim();
    if (text === '') return [];
    const href = `/inbox?q=${encodeURIComponent(text)}`;
    return [{ id: 'search', group: 'Messages', name: `Search for “${text}”`, run: go(href) }];
  };
  return { commands, search };
}

'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { callApi } from '#app/(workspace)/api.ts';
import { belongs } from '#app/(workspace)/inbox/feed.ts';
import { messageKey } from '#app/(workspace)/inbox/queries.ts';
import { useClaim } from '#app/(workspace)/inbox/use-claim.ts';
import { useMarks } from '#app/(workspace)/inbox/use-marks.ts';
import type { Command } from '#app/(workspace)/palette/commands.ts';
import { announce } from '#app/ui/announcer.tsx';
import { writeClipboard } from '#app/ui/use-copy.ts';
import type { PublicAccount } from '#lib/accounts/present.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';
import { serviceName } from '#lib/codes/service-name.ts';
import type { PublicMessage } from '#lib/messages/present.ts';

const PAGES = [
  { name: 'Inbox', href: '/inbox', keys: 'g i' },
  { name: 'Everything, archived too', href: '/inbox?q=in%3Aall', terms: 'archive all' },
  { name: 'Unread', href: '/inbox?q=is%3Aunread' },
  { name: 'Accounts', href: '/accounts', keys: 'g t', terms: 'authenticator totp' },
  { name: 'Addresses', href: '/addresses', keys: 'g a', terms: 'phone domain' },
  { name: 'Settings', href: '/settings', keys: 'g s', terms: 'tokens webhooks' },
  { name: 'Preferences', href: '/settings/preferences', terms: 'you keys unread title' },
  { name: 'API reference', href: '/reference' },
];

/** All that can be done from where the member is, and a search for what they typed. */
export function useCommands(addresses: PublicAddress[], showKeys: () => void) {
  const router = useRouter();
  const { data: accounts } = useQuery({
    queryKey: ['accounts'],
    queryFn: ({ signal }) => callApi<{ data: PublicAccount[] }>('/accounts?limit=200', { signal }),
    staleTime: 60_000,
  });
  const go = (href: string) => () => router.push(href);
  const commands: Command[] = [
    ...useMessageCommands(),
    ...PAGES.map(({ href, ...page }) => ({ ...page, id: href, group: 'Go to', run: go(href) })),
    ...addresses.map(({ id, address, label }) => ({
      ...{ id, group: 'Address', name: label ?? address, note: label ? address : undefined },
      run: go(`/inbox?address=${encodeURIComponent(address)}`),
    })),
    ...(accounts?.data ?? []).map(({ id, service, handle }) => ({
      ...{ id, group: 'Account', name: handle, note: serviceName(service, { name: null, address: null }) },
      run: go(`/accounts/${id}`),
    })),
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

/** What can be done with the message that lies open. */
function useMessageCommands(): Command[] {
  const client = useQueryClient();
  const router = useRouter();
  const marks = useMarks();
  const parameters = useSearchParams();
  const here = usePathname();
  const openId = here === '/inbox' ? parameters.get('message') : null;
  const message = openId ? client.getQueryData<PublicMessage>(messageKey(openId)) : undefined;
  const code = message?.codes[0];
  const claim = useClaim(code?.id ?? '');
  if (!message) return [];
  const note = message.subject ?? 'No subject';
  const archived = message.archived ?? false;
  const closed = new URLSearchParams(parameters);
  closed.delete('message');
  const group = 'This message';
  const ofCode: Command[] = code
    ? [
        {
          ...{ id: 'copy', group, name: `Copy the code ${code.code}` },
          run: async () => {
            const copied = await writeClipboard(code.code);
            announce(copied ? 'Copied' : 'Your browser did not let Mailroom copy');
            if (copied) marks.read(message.id);
          },
        },
        ...(code.state === 'claimed'
          ? []
          : [{ id: 'take', group, name: 'Take the code', terms: 'claim', run: () => claim.mutate() }]),
      ]
    : [];
  return [
    ...ofCode,
    {
      ...{ id: 'archive', group, note, keys: 'e' },
      name: archived ? 'Put back into the inbox' : 'Archive',
      run: () => {
        const leaves = belongs({ archived: 'false' }, { ...message, archived: !archived }) === 'no';
        marks.archive(message, !archived);
        if (leaves) router.replace(`/inbox?${closed}`);
      },
    },
    {
      ...{ id: 'unread', group, note, keys: 'u' },
      name: message.unread ? 'Mark as read' : 'Mark as unread',
      run: () => marks.read(message.id, message.unread === true),
    },
  ];
}

import { markCode, titleOf } from '#app/(workspace)/inbox/states.ts';
import type { PublicAccount } from '#lib/accounts/present.ts';
import type { PublicAddress } from '#lib/addresses/present.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/**
 * Pure: what the browser's tab is called, by what is open in it. A code in a subject is left out: the tab is seen by
 * everybody who sees the screen, and the browser's history keeps it. Who wants codes there has a setting.
 */
export function inboxTitle({
  message,
  text,
  address,
  account,
}: {
  message: Pick<MessageSummary, 'channel' | 'subject' | 'snippet' | 'codes'> | null;
  /** What is looked for. */
  text: string;
  /** The one that is looked at. */
  address?: Pick<PublicAddress, 'address' | 'label'>;
  account?: Pick<PublicAccount, 'handle'>;
}): string {
  if (message) return named([withoutCodes(titleOf(message), message.codes)]);
  const search = text.trim();
  const place = address?.label ?? address?.address ?? account?.handle;
  return named([search && `“${search}”`, place ?? (search ? '' : 'Inbox')]);
}

function named(names: string[]): string {
  return [...names, 'Mailroom'].filter(Boolean).join(' · ');
}

function withoutCodes(title: string, codes: { code: string }[]): string {
  return codes.reduce((left, { code }) => {
    const parts = markCode(left, code);
    return parts ? `${parts[0]}…${parts[2]}` : left;
  }, title);
}

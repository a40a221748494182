import type { Metadata } from 'next';
import { EmptyInbox } from '#app/(workspace)/inbox/empty-inbox.tsx';
import { Inbox } from '#app/(workspace)/inbox/inbox.tsx';
import { listWidth } from '#app/(workspace)/inbox/list-width.ts';
import { readInbox } from '#app/(workspace)/inbox/read-inbox.ts';
import { requireMember } from '#app/session.ts';
import { workspaceName } from '#lib/workspaces/find.ts';

// The inbox names itself, by what is open in it: what is opened there does not ask the server for the page.
export const metadata: Metadata = { title: null };

export default async function InboxPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const given = await searchParams;
  const wanted = { address: one(given.address), message: one(given.message) };
  const actor = await requireMember(pathOf({ ...wanted, q: one(given.q), account: one(given.account) }));
  const view = await readInbox(actor, wanted);
  return (
    <Inbox key={view.address} {...view} width={await listWidth()}>
      <EmptyInbox actor={actor} workspace={await workspaceName(actor)} view={view} />
    </Inbox>
  );
}

function one(value: string | string[] | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function pathOf(wanted: Record<string, string | null>): string {
  const given = Object.entries(wanted).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length === 0 ? '/inbox' : `/inbox?${new URLSearchParams(given)}`;
}

'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Age } from '#app/(workspace)/age.tsx';
import { callApi } from '#app/(workspace)/api.ts';
import { useTick } from '#app/(workspace)/clock.tsx';
import { CopyableCode } from '#app/(workspace)/inbox/copyable-code.tsx';
import { stateAt, stateWords } from '#app/(workspace)/inbox/states.ts';
import { isMine } from '#app/(workspace)/inbox/taken.ts';
import type { PublicCode } from '#lib/codes/present.ts';

/** The newest code that came for the account, kept fresh by the workspace's event stream. */
export function NewestCode({
  accountId,
  first,
  servedAt,
}: {
  accountId: string;
  first: PublicCode | null;
  servedAt: number;
}) {
  const { data: newest } = useQuery({
    queryKey: ['account-code', accountId],
    queryFn: async ({ signal }) => {
      const path = `/codes?${new URLSearchParams({ accountId, limit: '1' })}`;
      return (await callApi<{ data: PublicCode[] }>(path, { signal })).data[0] ?? null;
    },
    initialData: first,
    initialDataUpdatedAt: servedAt,
  });
  const state = useTick((now) => newest && stateAt(newest, now));
  if (!newest || !state) return <span className="text-ink-2">No code yet.</span>;
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 [&>button]:ml-0">
      <CopyableCode
        id={newest.id}
        messageId={newest.messageId}
        code={newest.code}
        faded={state !== 'usable'}
        tabStop
      />
      <span className="text-ink-2">
        {stateWords(state, newest.claimedBy, isMine(newest.id)) || newest.purpose}
      </span>
      <Age at={newest.receivedAt} className="text-ink-3" />
      <Link href={`/inbox?message=${newest.messageId}`} className="text-ink-2 underline hover:text-ink">
        Message
      </Link>
    </span>
  );
}

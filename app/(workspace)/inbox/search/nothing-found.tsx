'use client';
import type { InboxQuery } from '#app/(workspace)/inbox/search/use-query.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';

/** In the list's place while there is nothing in it: looked for, not found, or all put away. */
export function NothingFound({
  query: { searching, accountId, text, change },
  loading,
  mistake,
}: {
  query: InboxQuery;
  loading: boolean;
  mistake: Error | null;
}) {
  return (
    <div role="status" className="min-h-0 flex-1 overflow-y-auto p-6 text-ink-2 max-md:p-4">
      {mistake ? (
        <Mistake>{mistake.message}</Mistake>
      ) : loading ? (
        <p>Searching …</p>
      ) : searching || accountId ? (
        <>
          <p className="mb-4 break-words">
            {searching ? `No message matches “${text}”.` : 'No message of this account yet.'}
          </p>
          <Button onClick={() => change({ q: '', account: '' })}>Show the whole inbox</Button>
        </>
      ) : (
        <>
          <p className="mb-4">Nothing is left here. What you have archived is still found.</p>
          <Button onClick={() => change({ q: 'in:all' })}>Show everything</Button>
        </>
      )}
    </div>
  );
}

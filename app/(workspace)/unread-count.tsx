'use client';
import { useUnread } from '#app/(workspace)/inbox/queries.ts';

/** `MAX_UNREAD` of lib/messages/unread.ts: so many, or more. */
const MANY = 100;

/** Beside the way to the inbox: how much of it the member has not read. */
export function UnreadCount({ first }: { first: number }) {
  const { data: count } = useUnread(first);
  if (count === 0) return null;
  return (
    <span className="rounded-full bg-accent-soft px-1.5 font-medium text-accent text-small">
      {count >= MANY ? `${MANY - 1}+` : count}
      <span className="sr-only"> unread</span>
    </span>
  );
}

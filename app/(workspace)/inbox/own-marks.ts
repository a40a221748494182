import type { MessageSummary } from '#lib/messages/present.ts';

/** What this member has put away or taken back here, and since when the server has known it, on the page's own clock. */
const marks = new Map<string, { archived: boolean; knownAt: number }>();

/** @returns to be called when the server has been told */
export function rememberArchived(id: string, archived: boolean): () => void {
  const mark = { archived, knownAt: Number.POSITIVE_INFINITY };
  marks.set(id, mark);
  return () => {
    mark.knownAt = performance.now();
  };
}

/** An answer that was asked for before the server knew may say otherwise: what has just been put away would come back. */
export function asMarked(messages: MessageSummary[], askedAt: number): MessageSummary[] {
  return messages.map((message) => {
    const mark = marks.get(message.id);
    return mark && mark.knownAt >= askedAt ? { ...message, archived: mark.archived } : message;
  });
}

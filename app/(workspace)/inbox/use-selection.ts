'use client';
import { useSearchParams } from 'next/navigation';
import { useRef, useState } from 'react';
import { pathWith } from '#app/(workspace)/inbox/message-link.tsx';
import { useShortcuts } from '#app/(workspace)/shortcuts.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/**
 * Which message is open (it is in the URL, so that it can be sent to a colleague and the back button closes
 * it), and which row the keys are at. While one is open, j and k open the next.
 */
export function useSelection(messages: MessageSummary[]) {
  const parameters = useSearchParams();
  const openId = parameters.get('message');
  /** The same for every message that is open, so that no row is drawn anew for it. */
  const path = pathWith(`/inbox?${parameters}`, null);
  const [row, setRow] = useState<string | null>(openId);
  const pushed = useRef(false);
  const selected = openId ?? row;

  const open = (id: string) => {
    setRow(id);
    if (id === openId) return;
    // One step of history for the reader, however many messages are read in it.
    if (openId) window.history.replaceState(null, '', urlWith(id));
    else window.history.pushState(null, '', urlWith(id));
    pushed.current ||= openId === null;
  };
  const close = () => {
    if (!openId) return;
    if (pushed.current) window.history.back();
    else window.history.replaceState(null, '', urlWith(null));
    pushed.current = false;
  };
  const move = (by: number, from = selected) => {
    const at = messages.findIndex(({ id }) => id === from);
    const next = messages[at < 0 ? 0 : at + by];
    if (!next) return;
    if (openId) open(next.id);
    else setRow(next.id);
  };
  const openSelected = () => {
    const id = selected ?? messages[0]?.id;
    if (id) open(id);
  };
  /** The row is about to go: the one after it is selected in its place, and the reader closes. */
  const leave = (id: string) => {
    if (id !== selected) return;
    const at = messages.findIndex((message) => message.id === id);
    setRow((messages[at + 1] ?? messages[at - 1])?.id ?? null);
    close();
  };
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    o: openSelected,
    Enter: openSelected,
    Escape: close,
  });
  return { path, openId, selected, open, move, close, leave };
}
export type Selection = ReturnType<typeof useSelection>;

function urlWith(message: string | null): string {
  return pathWith(`${window.location.pathname}${window.location.search}`, message);
}

'use client';
import { useSyncExternalStore } from 'react';

let said = '';
const listeners = new Set<() => void>();

/** Said politely by a screen reader, where one runs; on the screen the control itself shows it. */
export function announce(words: string): void {
  // The same words twice are silent the second time, unless something differs.
  said = said === words ? `${words}\u00a0` : words;
  for (const listener of listeners) listener();
}

/** Stands once on every page that copies or claims. */
export function Announcer() {
  const words = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => said,
    () => '',
  );
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {words}
    </div>
  );
}

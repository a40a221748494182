'use client';
import { useEffect, useRef } from 'react';
import { usePreferences } from '#app/(workspace)/preferences.tsx';

/** The second key of a sequence such as `g i` comes within this time, or the first is forgotten. */
const SEQUENCE_MS = 1_000;
/** Begins every sequence. What follows it is never taken for a key by itself: `g t` must not do what `t` does. */
const FIRST = 'g';

/** Keys as pressed, `j` or `g i`, and what they do. */
export type Shortcuts = Record<string, () => void>;

/**
 * Single keys, for the whole page; never while somebody types, holds a modifier or has a dialog open, and none but
 * Escape and Enter for a member who has switched them off (WCAG 2.2, 2.1.4).
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const { singleKeys } = usePreferences();
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let before = '';
    let beforeAt = 0;
    const press = (event: KeyboardEvent) => {
      if (!singleKeys && event.key.length === 1) return;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      const isSecond = before === FIRST && event.timeStamp - beforeAt < SEQUENCE_MS;
      const action = current.current[isSecond ? `${FIRST} ${event.key}` : event.key];
      before = isSecond ? '' : event.key;
      beforeAt = event.timeStamp;
      if (!action) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [singleKeys]);
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return true;
  if (target?.closest('input, textarea, select, [contenteditable]')) return true;
  // Enter and space press the button or link that has the focus.
  return event.key === 'Enter' && Boolean(target?.closest('button, a, summary'));
}

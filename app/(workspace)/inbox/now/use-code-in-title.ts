'use client';
import { useEffect, useRef, useState } from 'react';
import { callerOf } from '#app/(workspace)/inbox/states.ts';
import { usePreferences } from '#app/(workspace)/preferences.tsx';
import type { PublicCode } from '#lib/codes/present.ts';

/** Long enough to look over from another tab; a code should not stand in a title for a whole meeting. */
const SHOWN_MS = 30_000;

/**
 * For members who want it: a code that comes while the inbox is open stands in the tab's title for a short time. Whose it
 * is may be proven a moment later, and is said then. Null while the title is the page's own.
 */
export function useCodeInTitle(newest: PublicCode | null): string | null {
  const { codeInTitle } = usePreferences();
  const last = useRef({ receivedAt: newest?.receivedAt ?? '', until: 0 });
  const [shown, setShown] = useState<string | null>(null);
  const title = newest && `${newest.code} · ${nameOf(newest)}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code whose state has changed is no new code.
  useEffect(() => {
    if (!newest || !title || newest.receivedAt < last.current.receivedAt) return;
    if (newest.receivedAt > last.current.receivedAt)
      last.current = { receivedAt: newest.receivedAt, until: Date.now() + SHOWN_MS };
    const left = last.current.until - Date.now();
    if (!codeInTitle || left <= 0) return;
    setShown(title);
    const timer = setTimeout(() => setShown(null), left);
    return () => {
      clearTimeout(timer);
      setShown(null);
    };
  }, [newest?.id, title, codeInTitle]);
  return shown;
}

function nameOf({ service, from, provenDomain }: PublicCode): string {
  const level = provenDomain ? 'proven' : 'unproven';
  return callerOf({ service, from: { name: null, address: from } }, { level, short: '', long: '' }).name;
}

'use client';
import { useEffect, useRef } from 'react';
import { callerOf } from '#app/(workspace)/inbox/states.ts';
import { usePreferences } from '#app/(workspace)/preferences.tsx';
import type { PublicCode } from '#lib/codes/present.ts';

/** Long enough to look over from another tab; a code should not stand in a title for a whole meeting. */
const SHOWN_MS = 30_000;

/** For members who want it: a code that comes while the inbox is open stands in the tab's title for a short time. */
export function useCodeInTitle(newest: PublicCode | null): void {
  const { codeInTitle } = usePreferences();
  const last = useRef(newest?.receivedAt ?? '');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a code that has changed is no new code.
  useEffect(() => {
    if (!newest || newest.receivedAt <= last.current) return;
    last.current = newest.receivedAt;
    if (!codeInTitle) return;
    const before = document.title;
    const level = newest.provenDomain ? 'proven' : 'unproven';
    const { name } = callerOf(
      { service: newest.service, from: { name: null, address: newest.from } },
      { level, short: '', long: '' },
    );
    document.title = `${newest.code} · ${name}`;
    const timer = setTimeout(() => {
      document.title = before;
    }, SHOWN_MS);
    return () => {
      clearTimeout(timer);
      document.title = before;
    };
  }, [newest?.id, codeInTitle]);
}

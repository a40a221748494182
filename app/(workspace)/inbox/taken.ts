'use client';
import { useSyncExternalStore } from 'react';
import { now } from '#app/(workspace)/clock.tsx';
import type { PublicCode } from '#lib/codes/present.ts';

export type Taken = {
  /** By the member here. */
  mine: boolean;
  /** The member here wanted it too, and came too late. */
  missed: boolean;
  /** Null while it is not told by whom. */
  by: PublicCode['claimedBy'];
  at: number;
};

/** What has been taken while the page is open: a code must not vanish from under the hand of whoever looks at it. */
const taken = new Map<string, Taken>();
const listeners = new Set<() => void>();

/** The server tells it to everybody, also to whoever has taken it. */
export function noteTaken(codeId: string, by: PublicCode['claimedBy']): void {
  const known = taken.get(codeId) ?? { mine: false, missed: false, at: now() };
  note(codeId, { ...known, by });
}

export function noteMine(codeId: string): void {
  note(codeId, { mine: true, missed: false, by: null, at: now() });
}

/** What the member wanted is not theirs. `missed`: another has it; else nobody, unless that was told meanwhile. */
export function noteNotMine(codeId: string, missed: boolean): void {
  const by = taken.get(codeId)?.by ?? null;
  note(codeId, missed || by ? { mine: false, missed, by, at: now() } : null);
}

export const isMine = (codeId: string) => taken.get(codeId)?.mine === true;

/** Null while nobody has taken it since the page was opened. */
export function useTaken(codeId: string | undefined): Taken | null {
  const read = () => (codeId === undefined ? null : (taken.get(codeId) ?? null));
  return useSyncExternalStore(subscribe, read, () => null);
}

function note(codeId: string, what: Taken | null): void {
  if (what) taken.set(codeId, what);
  else taken.delete(codeId);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

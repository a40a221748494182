'use client';
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react';

/** Below this the difference is the time the page took to load; above it, the device's clock is wrong. */
const WRONG_CLOCK_MS = 30_000;

const ServedAt = createContext(0);
/** Added to the device's clock, so that a code's age and end are right where the clock is not. Milliseconds. */
let correction = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** Around everything that shows an age. `servedAt`: the server's time when it made the page. */
export function ClockProvider({ servedAt, children }: { servedAt: number; children: ReactNode }) {
  useState(() => {
    const difference = typeof window === 'undefined' ? 0 : servedAt - Date.now();
    correction = Math.abs(difference) > WRONG_CLOCK_MS ? difference : 0;
  });
  return <ServedAt value={servedAt}>{children}</ServedAt>;
}

/**
 * What `read` makes of the time, read anew every second; the component renders only when that is something
 * else. The first render, here and on the server, reads the same time.
 */
export function useTick<T extends string | number | boolean | null>(read: (now: number) => T): T {
  const servedAt = useContext(ServedAt);
  return useSyncExternalStore(
    subscribe,
    () => read(now()),
    () => read(servedAt),
  );
}

/** True once the page lives in a browser, whose time zone and language are the member's. */
export function useInBrowser(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}

export function now(): number {
  return Date.now() + correction;
}

/** One timer for all of them. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

'use client';
import { useEffect, useRef, useState } from 'react';
import { announce } from '#app/ui/announcer.tsx';

/** How long a button says "Copied": long enough to read, short enough to be ready again. */
const COPIED_MS = 1_200;

/** What went wrong, and what to do instead, takes longer to read. */
const FAILED_MS = 8_000;

export type CopyState = 'ready' | 'copied' | 'failed';

/** Copies `text`, says so to a screen reader, and tells the button what to say meanwhile. */
export function useCopy(
  text: string,
  { copied: done, failed }: { copied?: () => void; failed?: () => void } = {},
): [CopyState, () => void] {
  const [state, setState] = useState<CopyState>('ready');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async () => {
    const copied = await writeClipboard(text);
    setState(copied ? 'copied' : 'failed');
    if (copied) done?.();
    else failed?.();
    announce(copied ? 'Copied' : 'Your browser did not let Mailroom copy');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('ready'), copied ? COPIED_MS : FAILED_MS);
  };
  return [state, () => void copy()];
}

/** `navigator.clipboard` is missing on a page that came over plain http from another machine; the old way still works there. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const before = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.readOnly = true;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  return copied;
}

import { Check, CircleAlert, Copy } from 'lucide-react';
import type { CopyState } from '#app/ui/use-copy.ts';

/** What a button that copies says, in words and as a sign. */
export const COPY_WORDS: Record<CopyState, string> = {
  ready: 'Copy',
  copied: 'Copied',
  failed: 'Not copied',
};
export const COPY_ICONS: Record<CopyState, typeof Copy> = { ready: Copy, copied: Check, failed: CircleAlert };

'use client';
import { Search } from 'lucide-react';
import { useInBrowser } from '#app/(workspace)/clock.tsx';
import { KeyHint } from '#app/ui/key-hint.tsx';

/** What the palette opens at: it stands elsewhere on the page, and is loaded only then. */
export const OPEN_PALETTE = 'mailroom:palette';

/** For whoever does not know its key yet, or has none. */
export function PaletteButton() {
  const inBrowser = useInBrowser();
  const isApple = inBrowser && /^(Mac|iP)/.test(navigator.platform);
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => window.dispatchEvent(new Event(OPEN_PALETTE))}
      className="flex h-8 min-w-0 items-center gap-2 rounded-control px-2 text-ink-2 hover:bg-raised hover:text-ink"
    >
      <Search aria-hidden size={16} strokeWidth={1.5} className="shrink-0" />
      Search
      <KeyHint keys={isApple ? '⌘ K' : 'Ctrl K'} className="ml-auto text-ink-3" />
    </button>
  );
}

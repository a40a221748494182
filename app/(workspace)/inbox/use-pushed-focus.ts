'use client';
import { useEffect, useRef } from 'react';

/** Below the width from which list and message stand beside each other (Tailwind's `lg`). */
const PUSHED = '(width < 1024px)';
/** The list draws its rows only when it has been measured again; what is not there after half a second does not come. */
const FRAMES = 30;

/**
 * Where a message takes the list's place, the focus goes along, to its heading and back to its row: what had it is not
 * there any more, and whoever reads with their ears, or enlarges the page, would begin at the top each time.
 */
export function usePushedFocus(openId: string | null): void {
  const before = useRef(openId);
  useEffect(() => {
    const was = before.current;
    before.current = openId;
    if (was === openId || !window.matchMedia(PUSHED).matches) return;
    const wanted = openId ? 'article h1' : `[data-row="${was}"]`;
    let frame = 0;
    const focus = (tries: number) => {
      const there = document.querySelector<HTMLElement>(wanted);
      there?.focus({ preventScroll: true });
      if (!there && tries > 0) frame = requestAnimationFrame(() => focus(tries - 1));
    };
    focus(FRAMES);
    return () => cancelAnimationFrame(frame);
  }, [openId]);
}

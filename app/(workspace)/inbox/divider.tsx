'use client';
import { type PointerEvent, useRef } from 'react';
import { LIST_WIDTH, LIST_WIDTH_COOKIE } from '#app/(workspace)/inbox/width.ts';

const STEP = 16;
const A_YEAR = 365 * 24 * 3_600;

/** The line between list and reader: drawn with the pointer, moved with the arrow keys, remembered. */
export function Divider({ width, onChange }: { width: number; onChange: (width: number) => void }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const change = (wanted: number) => {
    const next = Math.round(Math.min(LIST_WIDTH.max, Math.max(LIST_WIDTH.min, wanted)));
    onChange(next);
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `${LIST_WIDTH_COOKIE}=${next}; path=/; max-age=${A_YEAR}; samesite=strict`;
  };
  const drag = (event: PointerEvent) => {
    if (start.current) change(start.current.width + event.clientX - start.current.x);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: an hr cannot be moved.
    <div
      role="separator"
      aria-label="Width of the list"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={LIST_WIDTH.min}
      aria-valuemax={LIST_WIDTH.max}
      tabIndex={0}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') change(width - STEP);
        if (event.key === 'ArrowRight') change(width + STEP);
      }}
      className="relative z-20 -mx-1 hidden w-2 shrink-0 cursor-col-resize touch-none before:absolute before:inset-y-0 before:left-1/2 before:w-px before:bg-line hover:before:bg-edge lg:block"
    />
  );
}

'use client';
import { observeElementOffset, type Range, useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useInBrowser, useTick } from '#app/(workspace)/clock.tsx';
import { DayRow } from '#app/(workspace)/inbox/list/day-row.tsx';
import { MessageRow } from '#app/(workspace)/inbox/list/message-row.tsx';
import { ROW_HEIGHT, type Row, rowsOf } from '#app/(workspace)/inbox/list/rows.ts';
import type { Words } from '#app/(workspace)/inbox/search/parse-query.ts';
import type { MessageSummary } from '#lib/messages/present.ts';

/** What the server renders before it knows the screen: more than fits is cut off, less would leave a hole. */
const SERVER_RECT = { width: 560, height: 1_000 };
/** The next page is asked for when this many rows are left. */
const AHEAD = 20;

/** Rows beyond either edge of what is seen, so that it is never scrolled into a hole. */
const OVERSCAN = 4;
/** Rows come and go so many at once: most frames then have none to draw, and what any change costs is paid more seldom. */
const BLOCK = 8;

/** Where each list was left, in pixels, for as long as the page is open. */
const places = new Map<string, number>();

/** As many rows as fit are in the page, whatever the list's length. */
export function MessageList({
  messages,
  path,
  selected,
  open,
  move,
  more,
  words,
  of,
}: {
  messages: MessageSummary[];
  /** The list's own, with what it is narrowed to. */
  path: string;
  selected: string | null;
  open: (id: string) => void;
  /** Selects the row so many further down than this one. */
  move: (by: number, from?: string | null) => void;
  /** Asks for the next page; null at the end of the list. */
  more: (() => void) | null;
  /** What is marked in the rows. */
  words: Words;
  /** Which list it is; null while another one has been asked for and is on its way. */
  of: string | null;
}) {
  const box = useRef<HTMLDivElement>(null);
  const inBrowser = useInBrowser();
  const today = useTick((now) => new Date(now).toDateString());
  const rows = useMemo(
    () => rowsOf(messages, inBrowser ? new Date(today) : null),
    [messages, inBrowser, today],
  );
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => ROW_HEIGHT[rows[index]?.kind ?? 'message'],
    getItemKey: (index) => rows[index]?.key ?? index,
    initialRect: SERVER_RECT,
    initialOffset: () => places.get(of ?? '') ?? 0,
    overscan: OVERSCAN,
    rangeExtractor: inBlocks,
    observeElementOffset: observeWhileSeen,
  });
  const items = list.getVirtualItems();
  const latest = useRef(open);
  useLayoutEffect(() => {
    latest.current = open;
  });
  // Always the same one, so that rows that are there already are not drawn anew.
  const openRow = useCallback((id: string) => latest.current(id), []);

  useHeldPosition(box, list, rows);
  useHeldPlace(box, list);
  // Another list is read from its beginning; one that was left for another page, from where it was left.
  useLayoutEffect(() => {
    if (of === null) return;
    box.current?.scrollTo(0, places.get(of) ?? 0);
    // By now the box may have another list's rows in it, or be gone: what it said last counts.
    return () => {
      places.set(of, list.scrollOffset ?? 0);
    };
  }, [of, list]);
  useEffect(() => {
    if (more && (items.at(-1)?.index ?? 0) > rows.length - AHEAD) more();
  }, [items, rows.length, more]);
  const selectedBefore = useRef(selected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new choice scrolls; new mail must not.
  useEffect(() => {
    const isNew = selectedBefore.current !== selected;
    selectedBefore.current = selected;
    const index = rows.findIndex((row) => row.key === selected);
    if (index < 0) return;
    list.scrollToIndex(index, { align: 'auto' });
    // Where nothing has the focus, as after the row that had it is gone, the list takes it: else nobody is read where they are.
    const isFree = document.activeElement === document.body && isNew;
    if (!isFree && !box.current?.contains(document.activeElement)) return;
    // At once where it can be: a key that is pressed before the next frame must meet the new row.
    if (!focusRow(box.current, selected)) requestAnimationFrame(() => focusRow(box.current, selected));
  }, [selected]);
  const tabStop = selected ?? messages[0]?.id;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys reach it from the links inside, which have the focus.
    <div
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
        event.preventDefault();
        move(event.key === 'ArrowDown' ? 1 : -1, tabStop);
      }}
      aria-busy={of === null}
      // Opaque, and a box that nothing leaks out of: scrolled by moving what is painted, not by painting it again.
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain bg-pane contain-content [overflow-anchor:none] [will-change:scroll-position] aria-busy:opacity-60"
    >
      <ul aria-label="Messages" className="relative" style={{ height: list.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          if (!row) return null;
          if (row.kind === 'day') return <DayRow key={key} day={row.day} top={start} />;
          return (
            <MessageRow
              key={key}
              message={row.message}
              top={start}
              list={path}
              words={words}
              selected={row.key === selected}
              tabStop={row.key === tabStop}
              open={openRow}
            />
          );
        })}
      </ul>
    </div>
  );
}

/**
 * A list whose place a message has taken says that it is at its top, when its scrolling comes to rest only then; back
 * again it stands where it was, and says nothing. It would have its first rows, far above what is seen of it.
 */
const observeWhileSeen: typeof observeElementOffset<HTMLDivElement> = (list, report) =>
  observeElementOffset(list, (offset, isScrolling) => {
    const isHidden = offset === 0 && list.scrollElement?.clientHeight === 0;
    report(isHidden ? (list.scrollOffset ?? 0) : offset, isScrolling);
  });

function inBlocks({ startIndex, endIndex, overscan, count }: Range): number[] {
  const first = Math.max(0, Math.floor((startIndex - overscan) / BLOCK) * BLOCK);
  const end = Math.min(count, Math.ceil((endIndex + 1 + overscan) / BLOCK) * BLOCK);
  return Array.from({ length: end - first }, (_, at) => first + at);
}

/** The focus follows the selection; false while the row it went to is not drawn yet. */
function focusRow(box: HTMLElement | null, id: string | null): boolean {
  const row = box?.querySelector<HTMLElement>(`[data-row="${id}"]`);
  row?.focus({ preventScroll: true });
  return Boolean(row);
}

/**
 * What comes or goes above what somebody reads must not move it: the first row in sight that is still there
 * afterwards keeps its place. At the very top nothing is held, and new mail is seen coming.
 */
function useHeldPosition(
  box: React.RefObject<HTMLDivElement | null>,
  list: Virtualizer<HTMLDivElement, Element>,
  rows: Row[],
) {
  const items = list.getVirtualItems();
  const before = useRef({ rows, items });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = { rows, items };
    // What the list was last told, not what the box says: to ask the box would lay out the page once more.
    const offset = list.scrollOffset ?? 0;
    if (was.rows === rows || offset <= 0) return;
    for (const { key, start, end } of was.items) {
      if (end <= offset) continue;
      const index = rows.findIndex((row) => row.key === key);
      if (index < 0) continue;
      const moved = (list.measurementsCache[index]?.start ?? start) - start;
      if (box.current && moved !== 0) box.current.scrollTop += moved;
      return;
    }
  }, [box, list, rows, items]);
}

/**
 * The same for what comes or goes above the list, such as the newest code or the filters: the list is moved down, and is
 * scrolled as far. At the very top it is not, or what is new would be hidden.
 */
function useHeldPlace(
  box: React.RefObject<HTMLDivElement | null>,
  list: Virtualizer<HTMLDivElement, Element>,
) {
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    let top = element.offsetTop;
    // Told after the layout and before it is painted. What comes above takes its height from the list, so it is told.
    const observer = new ResizeObserver(() => {
      const isHidden = element.clientHeight === 0;
      if (isHidden) return;
      const moved = element.offsetTop - top;
      top += moved;
      if (moved !== 0 && (list.scrollOffset ?? 0) > 0) element.scrollTop += moved;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, list]);
}

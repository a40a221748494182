import { memo } from 'react';
import { ROW_HEIGHT } from '#app/(workspace)/inbox/list/rows.ts';

/** Where a new day begins; its place, as long as nobody knows which it is. */
export const DayRow = memo(function DayRow({ day, top }: { day: string; top: number }) {
  return (
    <li
      className="absolute inset-x-0 overflow-hidden border-line border-b contain-strict"
      style={{ top, height: ROW_HEIGHT.day }}
    >
      {day && <h2 className="flex h-full items-end px-4 pb-1 font-medium text-ink-3 text-small">{day}</h2>}
    </li>
  );
});

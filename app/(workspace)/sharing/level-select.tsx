'use client';
import { useOptimistic } from 'react';

export const SELECT = 'h-8 min-w-0 rounded-control border border-edge bg-pane px-2 pointer-coarse:h-11';
const LEVELS = [
  { value: 'viewer', words: 'Viewer' },
  { value: 'manager', words: 'Manager' },
];

/** Shows what was chosen at once, and what holds when it was refused. It stays the same list throughout, and so keeps the focus. */
export function LevelSelect({
  name,
  level,
  change,
}: {
  name: string;
  level: string;
  /** @param show to be called in the transition that changes it */
  change: (level: string, show: () => void) => void;
}) {
  const [shown, show] = useOptimistic(level);
  return (
    <select
      aria-label={`Access of ${name}`}
      value={shown}
      onChange={({ target: { value } }) => change(value, () => show(value))}
      className={SELECT}
    >
      {LEVELS.map(({ value, words }) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

import { wordsOf } from '#app/(workspace)/activity/words.ts';
import { Age } from '#app/(workspace)/age.tsx';
import type { PublicActivity } from '#lib/access/activity.ts';

const KINDS = { member: '', token: 'token ', system: '' };

export function ActivityList({ rows }: { rows: PublicActivity[] }) {
  if (rows.length === 0)
    return (
      <p className="border-line border-y py-4 text-ink-2">
        Nothing that matches has happened. Ask for less, or clear the filter.
      </p>
    );
  return (
    <ul aria-label="Activity" className="border-line border-t">
      {rows.map(({ id, at, actor, action, subject, remoteAddress }) => (
        <li
          key={id}
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 border-line border-b py-2 sm:grid-cols-[minmax(0,1fr)_auto_72px]"
        >
          <p className="min-w-0 break-words">
            <span className="text-ink-2">{KINDS[actor.kind]}</span>
            <span className="font-medium">{actor.name}</span> {wordsOf(action)}
            {subject.name && <span className="block text-ink-2 text-small">{subject.name}</span>}
          </p>
          <span className="text-ink-3 text-small max-sm:row-start-2 max-sm:text-left">{remoteAddress}</span>
          <Age at={at} className="text-right text-ink-3 text-small" />
        </li>
      ))}
    </ul>
  );
}

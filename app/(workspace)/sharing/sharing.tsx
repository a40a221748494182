'use client';
import { type ReactNode, useRef, useState, useTransition } from 'react';
import { giveAccess, takeAccess } from '#app/(workspace)/sharing/actions.ts';
import { LevelSelect, SELECT } from '#app/(workspace)/sharing/level-select.tsx';
import type { SharingView } from '#app/(workspace)/sharing/read-sharing.ts';
import { Button } from '#app/ui/button.tsx';
import { Mistake } from '#app/ui/field.tsx';
import type { Shared } from '#lib/access/grants.ts';

/** From whom access was taken last, and what it was: until something else is done. */
type Taken = { to: string; name: string; level: string };

/** Who may see it, and who may change it: each change at once, since it can be changed back. */
export function Sharing({
  shared,
  view: { grants, candidates },
  children,
}: {
  shared: Shared;
  view: SharingView;
  children?: ReactNode;
}) {
  const [busy, startTransition] = useTransition();
  const [mistake, setMistake] = useState<string>();
  const [wanted, setWanted] = useState('');
  const [taken, setTaken] = useState<Taken | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const act = (work: () => Promise<string | undefined>, then: Taken | null = null) =>
    startTransition(async () => {
      const wrong = await work().catch(() => 'Mailroom does not answer. Try again.');
      // What comes after an await is of no transition by itself: the way back would be there before it can be pressed.
      startTransition(() => {
        setMistake(wrong);
        setTaken(wrong ? null : then);
      });
    });
  return (
    <section aria-labelledby="sharing" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div>
        <h2 ref={heading} id="sharing" tabIndex={-1} className="font-semibold outline-none">
          Who may see it
        </h2>
        <p className="text-ink-2">
          Owners do, and who is named here. A viewer reads its messages and codes; a manager also changes it,
          and says who else may.
        </p>
      </div>
      {children}
      <ul aria-label="Access" className="border-line border-t">
        {grants.map(({ id, level, to }) => (
          <li
            key={id}
            className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-1"
          >
            <span className="min-w-0 flex-1 break-words">
              {to.kind === 'team' && <span className="text-ink-2">Team </span>}
              <span className="font-medium">{to.name}</span>
            </span>
            <LevelSelect
              name={to.name}
              level={level}
              change={(next, show) =>
                act(() => {
                  show();
                  return giveAccess(shared, `${to.kind} ${to.id}`, next);
                })
              }
            />
            <Button
              look="quiet"
              busy={busy}
              aria-label={`Take access from ${to.name}`}
              onClick={() =>
                act(() => takeAccess(shared, id), { to: `${to.kind} ${to.id}`, name: to.name, level })
              }
            >
              Take away
            </Button>
          </li>
        ))}
        {grants.length === 0 && (
          <li className="border-line border-b py-3 text-ink-2">Nobody has been granted it yet.</li>
        )}
      </ul>
      {taken && (
        <p role="status" className="flex flex-wrap items-center gap-x-3 text-ink-2">
          <span className="min-w-0 break-words">{taken.name} has no access by a grant any more.</span>
          <Button
            busy={busy}
            // What was pressed is gone with its row: the way back is where the focus goes.
            autoFocus
            onClick={() => {
              // It is gone too once it is done.
              heading.current?.focus();
              act(() => giveAccess(shared, taken.to, taken.level));
            }}
          >
            Undo
          </Button>
        </p>
      )}
      {candidates.length > 0 && (
        <div className="flex flex-wrap gap-2">
          <select
            aria-label="Give access to"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            className={`${SELECT} flex-1`}
          >
            <option value="">A member or a team …</option>
            {candidates.map(({ value, name }) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
          <Button
            look="primary"
            busy={busy || wanted === ''}
            onClick={() => {
              setWanted('');
              act(() => giveAccess(shared, wanted, 'viewer'));
            }}
            className="pointer-coarse:h-11"
          >
            Give access
          </Button>
        </div>
      )}
      {mistake && <Mistake>{mistake}</Mistake>}
    </section>
  );
}

import { CircleAlert } from 'lucide-react';
import { Age } from '#app/(workspace)/age.tsx';
import { RevokeSource } from '#app/(workspace)/settings/sources/revoke-source.tsx';
import type { PublicSmsSource } from '#lib/sources/present.ts';

/** The sources that bring texts, and below them, out of the way, those that do not any more. */
export function SourceList({ sources }: { sources: PublicSmsSource[] }) {
  const working = sources.filter(({ revokedAt }) => revokedAt === null);
  const revoked = sources.filter(({ revokedAt }) => revokedAt !== null);
  return (
    <>
      {working.length === 0 ? (
        <p className="border-line border-y py-4 text-ink-2">
          No source yet. Make one above, and the texts of a SIM of your own come to the same inbox.
        </p>
      ) : (
        <Rows label="Sources" sources={working} />
      )}
      {revoked.length > 0 && (
        <details>
          <summary className="py-2 text-ink-2">Revoked ({revoked.length})</summary>
          <Rows label="Revoked sources" sources={revoked} />
        </details>
      )}
    </>
  );
}

function Rows({ label, sources }: { label: string; sources: PublicSmsSource[] }) {
  return (
    <ul aria-label={label} className="border-line border-t">
      {sources.map((source) => (
        <li key={source.id} className="flex items-start gap-3 border-line border-b py-3">
          <div className="min-w-0 flex-1">
            <p className="break-words font-medium">{source.name}</p>
            <p className="break-words text-ink-2 text-small">{wordsOf(source)}</p>
            <p className="text-ink-3 text-small">
              made <Age ago at={source.createdAt} /> ·{' '}
              {source.receivedAt ? (
                <>
                  last text <Age ago at={source.receivedAt} />
                </>
              ) : (
                'no text yet'
              )}
              {source.revokedAt && (
                <>
                  {' '}
                  · revoked <Age ago at={source.revokedAt} />
                </>
              )}
            </p>
            {source.problem && !source.revokedAt && (
              <p className="mt-1 flex gap-1 break-words rounded-control bg-amber-soft px-2 py-1 text-amber text-small">
                <CircleAlert aria-hidden size={14} strokeWidth={1.5} className="mt-px shrink-0" />
                <span className="min-w-0">Its last request was refused. {source.problem}</span>
              </p>
            )}
          </div>
          {!source.revokedAt && <RevokeSource id={source.id} name={source.name} />}
        </li>
      ))}
    </ul>
  );
}

function wordsOf({ kind, numbers }: PublicSmsSource): string {
  if (numbers.length === 0) return 'Its numbers have been deleted: it brings nothing';
  if (kind === 'webhook') return `Program · ${numbers.map(({ address }) => address).join(', ')}`;
  return `Android phone · ${numbers.map(({ slot, address }) => `SIM ${slot} ${address}`).join(', ')}`;
}

import { Age } from '#app/(workspace)/age.tsx';
import { EndSession } from '#app/(workspace)/settings/sessions/end-session.tsx';
import { SignOut } from '#app/(workspace)/sign-out.tsx';
import type { PublicSession } from '#lib/access/sessions.ts';

export function SessionList({ sessions }: { sessions: PublicSession[] }) {
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions" className="mb-1 font-semibold">
        Where you are signed in
      </h2>
      <ul aria-labelledby="sessions" className="border-line border-t">
        {sessions.map(({ id, device, remoteAddress, createdAt, lastUsedAt, current }) => (
          <li key={id} className="flex items-center gap-3 border-line border-b py-2">
            <div className="min-w-0 flex-1">
              <p className="font-medium">
                {device ?? 'A browser that does not say its name'}
                {current && <span className="font-normal text-ink-2"> · this one</span>}
              </p>
              <p className="text-ink-3 text-small">
                {remoteAddress && `${remoteAddress} · `}last used <Age ago at={lastUsedAt} /> · since{' '}
                <Age ago at={createdAt} />
              </p>
            </div>
            {current ? (
              // A phone has no rail, where it stands too.
              <SignOut>Sign out</SignOut>
            ) : (
              <EndSession id={id} device={device ?? 'the other browser'} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

import type { ReactNode } from 'react';
import { SettingsNav } from '#app/(workspace)/settings/settings-nav.tsx';
import { sessionActor } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';

/** The head of every page of the settings. Whether somebody may see a page, the page itself asks. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await sessionActor();
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid max-w-[720px] grid-cols-[minmax(0,1fr)] gap-6 p-6 max-md:p-4">
        <div>
          <h1 className="mb-3 font-semibold text-title">Settings</h1>
          <SettingsNav administrator={actor !== null && isAdministrator(actor)} />
        </div>
        {children}
      </div>
    </main>
  );
}

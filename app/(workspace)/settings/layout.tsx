import type { ReactNode } from 'react';
import { SettingsNav } from '#app/(workspace)/settings/settings-nav.tsx';
import { sessionActor } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';

/** The head of every page of the settings. Whether somebody may see a page, the page itself asks. */
export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await sessionActor();
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 p-6 max-md:p-4 lg:grid-cols-[140px_minmax(0,720px)] lg:gap-x-10">
        <div>
          <h1 className="mb-3 font-semibold text-title">Settings</h1>
          <SettingsNav administrator={actor !== null && isAdministrator(actor)} />
        </div>
        {/* It begins level with the first of the pages. */}
        <div className="grid grid-cols-[minmax(0,1fr)] content-start gap-6 lg:pt-11">{children}</div>
      </div>
    </main>
  );
}

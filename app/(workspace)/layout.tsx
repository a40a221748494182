import type { ReactNode } from 'react';
import { OfflineLine } from '#app/(workspace)/inbox/offline-line.tsx';
import { Providers } from '#app/(workspace)/providers.tsx';
import { Rail } from '#app/(workspace)/rail.tsx';
import type { SettingsState } from '#app/(workspace)/settings-mark.tsx';
import { SkipLink } from '#app/(workspace)/skip-link.tsx';
import { TabBar } from '#app/(workspace)/tab-bar.tsx';
import { sessionActor } from '#app/session.ts';
import { isAdministrator, type MemberActor } from '#lib/access/actor.ts';
import { readPreferences } from '#lib/access/preferences.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import { countUnread } from '#lib/messages/unread.ts';
import { relayConfigured } from '#lib/relay/send.ts';
import { hasNotice } from '#lib/webhooks/manage.ts';
import { workspaceName } from '#lib/workspaces/find.ts';

/** The element of the page itself. */
const CONTENT = 'content';

/** What stands around every page of the workspace. Whether somebody may see a page, the page itself asks. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const actor = await sessionActor();
  if (!actor) return children;
  const administrator = isAdministrator(actor);
  const [workspace, addresses, settings, preferences, unread] = await Promise.all([
    workspaceName(actor),
    listAddresses(actor),
    settingsFor(actor),
    readPreferences(actor),
    countUnread(actor),
  ]);
  return (
    <Providers
      servedAt={Date.now()}
      preferences={preferences}
      addresses={addresses}
      administrator={administrator}
      forwarding={relayConfigured()}
    >
      <SkipLink to={CONTENT} />
      <div className="isolate flex h-dvh flex-col md:flex-row print:block print:h-auto">
        <Rail
          workspace={workspace}
          member={actor.name}
          addresses={addresses}
          settings={settings}
          unread={unread}
          activity={administrator}
        />
        <div id={CONTENT} tabIndex={-1} className="flex min-h-0 min-w-0 flex-1 flex-col bg-pane outline-none">
          <OfflineLine />
          {children}
        </div>
        <TabBar settings={settings} unread={unread} />
      </div>
    </Providers>
  );
}

/** Whether something in the settings wants this member. */
async function settingsFor(actor: MemberActor): Promise<SettingsState> {
  if (!isAdministrator(actor)) return 'quiet';
  return (await hasNotice(actor)) ? 'notice' : 'quiet';
}

import type { Metadata } from 'next';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { WorkspaceForm } from '#app/(workspace)/settings/workspace/workspace-form.tsx';
import { requireMember } from '#app/session.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { workspaceName } from '#lib/workspaces/find.ts';

export const metadata: Metadata = { title: 'Workspace' };

export default async function WorkspacePage() {
  const actor = await requireMember('/settings/workspace');
  if (!isAdministrator(actor)) return <ForAdministrators />;
  return (
    <>
      <WorkspaceForm name={await workspaceName(actor)} />
      <p className="text-ink-2">
        How long messages are kept is said at each address: for ever, unless somebody gives it a number of
        days.
      </p>
    </>
  );
}

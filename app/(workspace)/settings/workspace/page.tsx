import type { Metadata } from 'next';
import Link from 'next/link';
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
        Messages are kept for ever, unless{' '}
        <Link href="/settings/retention" className="text-ink underline">
          an address says for how long
        </Link>
        .
      </p>
    </>
  );
}

import type { MemberActor } from '#lib/access/actor.ts';
import { database } from '#lib/database/client.ts';

/** How one member wants Mailroom to behave. */
export type Preferences = {
  /** Opening a message with a code marks it as read; without a code it always does. */
  openingReads: boolean;
  /** A code that has just come stands in the browser tab's title for a short time. */
  codeInTitle: boolean;
  /** Keys that are pressed without a modifier do something (WCAG 2.2, 2.1.4). */
  singleKeys: boolean;
};

export const DEFAULT_PREFERENCES: Preferences = { openingReads: false, codeInTitle: false, singleKeys: true };

export async function readPreferences(actor: MemberActor): Promise<Preferences> {
  const row = await database().preferences.findUnique({
    where: { workspaceId_memberId: { workspaceId: actor.workspaceId, memberId: actor.id } },
    select: { openingReads: true, codeInTitle: true, singleKeys: true },
  });
  return row ?? DEFAULT_PREFERENCES;
}

/** Sets what is given; the others stay as they are. */
export async function savePreferences(actor: MemberActor, wanted: Partial<Preferences>): Promise<void> {
  const { id: memberId, workspaceId } = actor;
  await database().preferences.upsert({
    where: { workspaceId_memberId: { workspaceId, memberId } },
    create: { workspaceId, memberId, ...DEFAULT_PREFERENCES, ...wanted },
    update: wanted,
  });
}

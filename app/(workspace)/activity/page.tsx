import type { Metadata } from 'next';
import Link from 'next/link';
import { ActivityFilters } from '#app/(workspace)/activity/activity-filters.tsx';
import { ActivityList } from '#app/(workspace)/activity/activity-list.tsx';
import { readFilter, typedSchema, writeFilter } from '#app/(workspace)/activity/filter.ts';
import { ForAdministrators } from '#app/(workspace)/settings/administrator.tsx';
import { requireMember } from '#app/session.ts';
import { buttonClass } from '#app/ui/button.tsx';
import { listActivity } from '#lib/access/activity.ts';
import { isAdministrator } from '#lib/access/actor.ts';
import { listAddresses } from '#lib/addresses/manage.ts';
import { MailroomError } from '#lib/errors.ts';

export const metadata: Metadata = { title: 'Activity' };

export default async function ActivityPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const actor = await requireMember('/activity');
  const typed = typedSchema.parse(await searchParams);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="grid max-w-[860px] grid-cols-[minmax(0,1fr)] gap-6 p-6 max-md:p-4">
        <div>
          <h1 className="mb-1 font-semibold text-title">Activity</h1>
          <p className="text-ink-2">
            Who did what, when and from where. It is only ever added to, and holds no code. That somebody saw
            a code is recorded the first time it is given to them.
          </p>
        </div>
        {isAdministrator(actor) ? await shown() : <ForAdministrators />}
      </div>
    </main>
  );

  async function shown() {
    const [page, addresses] = await Promise.all([
      listActivity(actor, { ...readFilter(typed), cursor: typed.cursor || undefined }).catch(firstPage),
      listAddresses(actor),
    ]);
    return (
      <>
        <ActivityFilters typed={typed} addresses={addresses} />
        <ActivityList rows={page.data} />
        {page.nextCursor && (
          <div>
            <Link
              href={`/activity?${writeFilter(typed, { cursor: page.nextCursor })}`}
              className={buttonClass('plain')}
            >
              Older
            </Link>
          </div>
        )}
      </>
    );
  }

  /** A cursor that somebody has changed by hand. */
  function firstPage(error: unknown) {
    if (error instanceof MailroomError && error.code === 'invalid-input')
      return listActivity(actor, readFilter(typed));
    throw error;
  }
}

import type { Operation } from '#app/mailosaur/operation.ts';
import { findDomains } from '#lib/addresses/domains.ts';
import { countByDay } from '#lib/messages/count.ts';
import { countMembers } from '#lib/workspaces/find.ts';

/** There is none, and every client's number can hold this. */
const NO_LIMIT = 2 ** 31 - 1;

export const USAGE: Operation[] = [
  {
    method: 'GET',
    path: 'usage/limits',
    scope: 'messages:read',
    handle: async ({ actor }) => {
      const days = await countByDay(actor);
      const today = days.at(-1);
      const month = days.filter(({ day }) => day.getUTCMonth() === today?.day.getUTCMonth());
      const used = (current: number) => ({ limit: NO_LIMIT, current });
      return {
        servers: used((await findDomains(actor)).length),
        users: used(await countMembers(actor)),
        email: used(today?.email ?? 0),
        sms: used(month.reduce((sum, { sms }) => sum + sms, 0)),
      };
    },
  },
  {
    method: 'GET',
    path: 'usage/transactions',
    scope: 'messages:read',
    handle: async ({ actor }) => ({
      items: (await countByDay(actor)).map(({ day, email, sms }) => ({
        timestamp: day.toISOString(),
        email,
        sms,
      })),
    }),
  },
];

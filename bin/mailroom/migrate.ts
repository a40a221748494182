import { withDatabase } from '#bin/mailroom/database.ts';
import { answer, answerJson, tell } from '#bin/mailroom/output.ts';
import type { Given } from '#bin/mailroom/usage.ts';
import { migrate } from '#prisma/migrate.ts';

export async function run(given: Given): Promise<undefined> {
  const applied = await withDatabase(async ({ url, migrated }) => [...migrated, ...(await migrate(url))], {
    create: true,
  });
  if (given.flag('json')) answerJson({ applied });
  else for (const name of applied) answer(name);
  tell(applied.length > 0 ? 'The database has been brought up to date.' : 'The database is up to date.');
}

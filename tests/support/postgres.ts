import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '#lib/database/embedded.ts';
import { migrate } from '#prisma/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

/** One real PostgreSQL for the whole run; its database `mailroom` is migrated, and cloned by each test file that wants one. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), 'mailroom-tests-'));
  // What a test commits need not survive a power cut.
  const database = await startEmbedded(folder, { settings: ['fsync=off', 'max_connections=300'] });
  await migrate(database.url);
  project.provide('postgresUrl', database.url);
  return async () => {
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

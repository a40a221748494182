import { expect, test, vi } from 'vitest';
import { schemaAsSql } from '#prisma/diff.ts';
import { migrate } from '#prisma/migrate.ts';
import { query, withScratchDatabase } from '#tests/support/scratch-database.ts';

test('the migrations make the tables, columns, indexes and references of prisma/schema', async () => {
  const migrated = await withScratchDatabase(async (url) => {
    await migrate(url);
    return describeDatabase(url);
  });
  const modelled = await withScratchDatabase(async (url) => {
    await query(url, await schemaAsSql(url));
    return describeDatabase(url);
  });
  // What Prisma has no words for stands in the migrations alone.
  const beyondPrisma = [
    'message_verdict_pending',
    'webhook_delivery_due',
    'forward_due',
    'code_claimable',
    'attachment_due',
    'audit_event_code_read',
    'audit_event_code_pushed',
    'audit_event_address',
    'outgoing_text_open',
    'number_order_open',
  ];
  expect(migrated.filter((line) => !beyondPrisma.some((name) => line.includes(name)))).toEqual(modelled);
});

test('migrating again changes nothing', async () => {
  await withScratchDatabase(async (url) => {
    expect(await migrate(url)).toContain('0001_foundation');
    expect(await migrate(url)).toEqual([]);
  });
});

test('whoever waits is told when a database that is in use is changed, and only then', async () => {
  await withScratchDatabase(async (url) => {
    const begins = vi.fn();
    await migrate(url, { through: '0015_newest_first', begins });
    expect(begins).not.toHaveBeenCalled();
    expect(await migrate(url, { begins })).toContain('0016_words');
    expect(await migrate(url, { begins })).toEqual([]);
    expect(begins).toHaveBeenCalledOnce();
  });
});

test('starting several machines at once migrates once', async () => {
  await withScratchDatabase(async (url) => {
    const applied = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(applied.flat().filter((name) => name === '0001_foundation')).toHaveLength(1);
  });
});

test('a database migrated by a newer version is refused by name', async () => {
  await withScratchDatabase(async (url) => {
    await migrate(url);
    await query(
      url,
      `UPDATE "_prisma_migrations" SET migration_name = '9999_future' WHERE migration_name = '0001_foundation'`,
    );
    await expect(migrate(url)).rejects.toThrow(/9999_future.*newer version/);
  });
});

test('a migration that was changed after it was applied is refused', async () => {
  await withScratchDatabase(async (url) => {
    await migrate(url);
    await query(
      url,
      `UPDATE "_prisma_migrations" SET checksum = 'other' WHERE migration_name = '0001_foundation'`,
    );
    await expect(migrate(url)).rejects.toThrow(/0001_foundation.*another content/);
  });
});

async function describeDatabase(url: string): Promise<string[]> {
  const columns = await query(
    url,
    `SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable AS line
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name <> '_prisma_migrations'`,
  );
  const indexes = await query(
    url,
    `SELECT indexdef AS line FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  );
  const references = await query(
    url,
    `SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) AS line FROM pg_constraint WHERE contype = 'f'`,
  );
  return [...columns, ...indexes, ...references].map((row) => row.line).sort();
}

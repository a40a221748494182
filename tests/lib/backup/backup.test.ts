import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '#lib/access/audit.ts';
import { createAccount } from '#lib/accounts/manage.ts';
import { restoreBackup } from '#lib/backup/restore.ts';
import { inOrder } from '#lib/backup/tables.ts';
import { writeBackup } from '#lib/backup/write.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { unseal } from '#lib/seal.ts';
import { migrate } from '#prisma/migrate.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeMember, makeWorkspace, storeMessage } from '#tests/support/fixtures.ts';
import { query, withScratchDatabase } from '#tests/support/scratch-database.ts';
import { SECRET } from '#tests/support/web-app.ts';

process.env.MAILROOM_SECRET = SECRET;
useDatabase();

let folder: string;
let url: string;
let accountId: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mailroom-backup-'));
  url = process.env.DATABASE_URL ?? '';
  const workspace = await makeWorkspace();
  const owner = await makeMember(workspace, 'owner', 'Ünal \\. \t“O”\n' as 'owner');
  const address = await makeAddress(workspace, 'brand', owner.id);
  // More than one part of the archive.
  const source = Buffer.alloc(3_000_000, 'The same line, again and again.\r\n\0\x80\xff', 'latin1');
  await storeMessage(address, { code: '073532', text: 'Enter 073532.\\N\n\\.\n', source });
  await storeMessage(address, { text: 'ありがとう', provenDomain: 'x.com' });
  await audit(database(), owner, { action: 'code.claimed', subjectName: 'x' });
  const account = await createAccount(owner, {
    service: 'x',
    handle: '@brand',
    authenticator: 'JBSWY3DPEHPK3PXP',
  });
  accountId = account.id;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const fileOf = (name: string) => path.join(folder, name);
const noSecret = { keepSecret: async () => {} };

async function mailroom(args: string[], environment: Record<string, string>) {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['bin/mailroom.ts', ...args], {
    env: { ...process.env, DATA_DIR: folder, ...environment },
  });
  return { stdout, stderr };
}

/** Every row of every table, but for the server's own. */
function contentsOf(databaseUrl: string): Promise<{ table: string; rows: string }[]> {
  return query(
    databaseUrl,
    `SELECT relname AS table, query_to_xml(format('SELECT md5(t::text) FROM %I t ORDER BY 1', relname), false, false, '')::text AS rows
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND relname NOT IN ('_prisma_migrations', 'feed_event') ORDER BY 1`,
  );
}

describe('a backup', () => {
  test('brings back everything, and the secret that opens what is sealed', { timeout: 120_000 }, async () => {
    const file = fileOf('whole.backup');
    const { stdout } = await mailroom(['backup', file, '--json'], {});
    expect(JSON.parse(stdout)).toMatchObject({ file, rows: { message: 2, code: 1, audit_event: 2 } });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await withScratchDatabase(async (other) => {
      const elsewhere = { DATABASE_URL: other, DATA_DIR: path.join(folder, 'new'), MAILROOM_SECRET: '' };
      const { stderr } = await mailroom(['restore', file], elsewhere);
      expect(stderr).toMatch(/^Mailroom is as it was at 2/);
      expect(await contentsOf(other)).toEqual(await contentsOf(url));
      expect((await readFile(path.join(folder, 'new/secret'), 'utf8')).trim()).toBe(SECRET);
      const [account] = await query<{ sealed: Buffer }>(
        other,
        'SELECT authenticator_secret AS sealed FROM account',
      );
      expect(unseal(account?.sealed ?? Buffer.of(), `account ${accountId} authenticator`)).toContain(
        'JBSWY3DPEHPK3PXP',
      );
      // What holds for the original holds for it too.
      await expect(query(other, 'DELETE FROM audit_event')).rejects.toThrow('the audit is append-only');
      await query(
        other,
        `INSERT INTO feed_event (workspace_id, address_id, message_id, kind)
         SELECT workspace_id, address_id, id, 'message.received' FROM message`,
      );
      const [next] = await query<{ id: string }>(other, 'SELECT min(id)::text AS id FROM feed_event');
      const [last] = await query<{ id: string }>(url, 'SELECT max(id)::text AS id FROM feed_event');
      expect(Number(next?.id)).toBeGreaterThan(Number(last?.id));
    });
  });

  test('of an earlier version is brought up to date', async () => {
    const file = fileOf('earlier.backup');
    await withScratchDatabase(async (earlier) => {
      await migrate(earlier, { through: '0003_arc' });
      await query(earlier, `INSERT INTO workspace (id, name) VALUES (gen_random_uuid(), 'Acme')`);
      await writeBackup(file, { url: earlier, secret: SECRET });
    });
    await withScratchDatabase(async (other) => {
      expect(await restoreBackup(file, { url: other, ...noSecret })).toMatchObject({
        rows: { workspace: 1 },
      });
      expect(await query(other, 'SELECT name AS line FROM workspace')).toEqual([{ line: 'Acme' }]);
      expect(await migrate(other)).toEqual([]);
    });
    await withScratchDatabase(async (later) => {
      await migrate(later);
      await expect(restoreBackup(file, { url: later, ...noSecret })).rejects.toThrow(
        /has the migration 0004_accounts already/,
      );
    });
  });

  test('takes no name that is taken, and leaves nothing behind when it fails', async () => {
    const file = fileOf('taken.backup');
    await writeFile(file, 'mine');
    await expect(writeBackup(file, { url, secret: SECRET })).rejects.toThrow('exists already');
    expect(await readFile(file, 'utf8')).toBe('mine');
    await withScratchDatabase(async (empty) => {
      await expect(writeBackup(fileOf('none.backup'), { url: empty, secret: SECRET })).rejects.toThrow(
        'nothing of Mailroom’s in it',
      );
    });
    expect((await readdir(folder)).filter((name) => /none|partial/.test(name))).toEqual([]);
  });
});

describe('a restore leaves everything as it was', () => {
  let whole: Buffer;
  beforeAll(async () => {
    await writeBackup(fileOf('source.backup'), { url, secret: SECRET });
    whole = await readFile(fileOf('source.backup'));
  });

  const without = (text: string, other: string) => () =>
    gzipSync(Buffer.from(gunzipSync(whole).toString('latin1').replace(text, other), 'latin1'));

  const cases: [string, () => Buffer, RegExp][] = [
    ['is cut off', () => whole.subarray(0, -20), /damaged, cut off/],
    ['is cut off early', () => whole.subarray(0, 200), /damaged, cut off/],
    ['has a byte changed', () => flip(whole, whole.length >> 1), /damaged/],
    ['has its checksum changed', () => flip(whole, whole.length - 6), /damaged, cut off/],
    ['lacks a row', without('"code": 1', '"code": 2'), /of 2 rows of the table code, 1 are there/],
    [
      'has a row that cannot be',
      without('\tlogin\t', '\tlogim\t'),
      /damaged, cut off .* enum purpose: "logim"/,
    ],
    ['has more in it', without('end.json', 'edn.json'), /“edn.json” in it/],
    ['is something else', () => gzipSync('hello'), /damaged, cut off or no backup of Mailroom/],
    ['is not compressed', () => Buffer.from('hello'), /damaged, cut off or no backup of Mailroom/],
    ['is of a later format', without('"format": 1', '"format": 2'), /later version of Mailroom/],
    ['is of a later version', without('0001_foundation', '9999_afterwards'), /9999_afterwards/],
  ];
  test('when the file is not as it was written', async () => {
    const file = fileOf('changed.backup');
    await withScratchDatabase(async (other) => {
      await migrate(other);
      const before = await contentsOf(other);
      for (const [how, change, words] of cases) {
        await writeFile(file, change());
        await expect(restoreBackup(file, { url: other, ...noSecret }), how).rejects.toThrow(words);
        expect(await contentsOf(other), how).toEqual(before);
      }
    });
  });

  test('when there is a workspace', async () => {
    await withScratchDatabase(async (other) => {
      await restoreBackup(fileOf('source.backup'), { url: other, ...noSecret });
      const before = await contentsOf(other);
      await expect(restoreBackup(fileOf('source.backup'), { url: other, ...noSecret })).rejects.toThrow(
        'There is a workspace already',
      );
      expect(await contentsOf(other)).toEqual(before);
    });
  });

  test('when Mailroom runs, or the secret cannot be kept', async () => {
    await pool().query('SELECT');
    await expect(restoreBackup(fileOf('source.backup'), { url, ...noSecret })).rejects.toThrow(
      'Mailroom is running',
    );
    await withScratchDatabase(async (other) => {
      const keepSecret = () => Promise.reject(new Error('no room'));
      await expect(restoreBackup(fileOf('source.backup'), { url: other, keepSecret })).rejects.toThrow(
        'no room',
      );
      expect(await query(other, 'SELECT name AS line FROM workspace')).toEqual([]);
    });
  });
});

test('tables that refer to each other in a circle are refused', () => {
  const table = (name: string, ...refersTo: string[]) => ({ name, refersTo });
  expect(inOrder([table('a', 'b'), table('b', 'c'), table('c')]).map(({ name }) => name)).toEqual([
    'c',
    'b',
    'a',
  ]);
  expect(() => inOrder([table('a', 'b'), table('b', 'a'), table('c')])).toThrow('a, b refer to each other');
});

function flip(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0xff;
  return changed;
}

import { expect, test } from 'vitest';
import { latestStatement } from '#lib/codes/statements.ts';
import { pool } from '#lib/database/pool.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeWorkspace } from '#tests/support/fixtures.ts';

useDatabase();

/** The $3rd to $4th code of X's, which come one after the other at an address, each superseding the last. */
const BURST = `
  WITH made AS (
    SELECT n, new_uuid_v7() AS id, $1::uuid AS address_id, $2::uuid AS workspace_id, now() + n * interval '1 ms' AS received_at
    FROM generate_series($3::int, $4::int) n
  ), sources AS (
    INSERT INTO source (id, workspace_id, sha256, content_type, bytes)
    SELECT id, workspace_id, sha256(convert_to(id::text, 'UTF8')), 'message/rfc822', '' FROM made
  ), messages AS (
    INSERT INTO message (id, workspace_id, address_id, source_id, channel, identity, "to", snippet, headers, size, received_at)
    SELECT id, workspace_id, address_id, id, 'email', id::text, '{}', '', '[]', 100, received_at FROM made
  )
  INSERT INTO code (id, workspace_id, address_id, message_id, rank, code, raw, service, series, purpose, confidence, context, received_at, expires_at)
  SELECT new_uuid_v7(), workspace_id, address_id, id, 0, n::text, n::text, 'x', 'x', 'login', 0.99, 'code', received_at, received_at + interval '1 hour'
  FROM made`;

type Plan = { Alias?: string; 'Actual Loops': number; Plans?: Plan[] };
const looksAtNewer = (plan: Plan): number =>
  (plan.Alias?.startsWith('newer') ? plan['Actual Loops'] : 0) +
  (plan.Plans ?? []).reduce((sum, each) => sum + looksAtNewer(each), 0);

test('who waits at one address does not decide the codes that come in at another', async () => {
  const workspace = await makeWorkspace();
  const [waited, busy] = [await makeAddress(workspace, 'waited'), await makeAddress(workspace, 'busy')];
  await pool().query(BURST, [busy.id, workspace.id, 1, 3_000]);
  await pool().query(BURST, [waited.id, workspace.id, 3_001, 3_400]);
  const { rows } = await pool().query(
    'SELECT received_at AS at, message_id AS id FROM code ORDER BY received_at DESC LIMIT 1',
  );
  // PostgreSQL knows of the codes until now, and takes those that come next for none.
  await pool().query('ANALYZE code');
  await pool().query(BURST, [busy.id, workspace.id, 3_401, 6_000]);
  const criteria = { service: null, from: null, proven: false, after: rows[0] };
  const { text, values } = latestStatement(
    workspace.operator,
    { address: waited.address },
    null,
    criteria,
    false,
  );
  const explained = await pool().query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  expect(looksAtNewer(explained.rows[0]['QUERY PLAN'][0].Plan)).toBeLessThanOrEqual(1);
});

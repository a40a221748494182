import type { QueryConfig } from 'pg';
import { expect, test } from 'vitest';
import { latestStatement } from '#lib/codes/statements.ts';
import { pool } from '#lib/database/pool.ts';
import type { Position } from '#lib/page.ts';
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

type Plan = { 'Node Type': string; Alias?: string; 'Actual Loops': number; Plans?: Plan[] };
const looksAtNewer = (plan: Plan): number =>
  nodesOf(plan)
    .filter(({ Alias }) => Alias?.startsWith('newer'))
    .reduce((sum, node) => sum + node['Actual Loops'], 0);

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
  const plan = await explain(latest(workspace, { address: waited.address }, rows[0]));
  expect(looksAtNewer(plan)).toBeLessThanOrEqual(1);
});

test('at an address that has nearly all codes, whether one is superseded is seen from an index', async () => {
  const workspace = await makeWorkspace();
  const address = await makeAddress(workspace, 'busy');
  await pool().query(BURST, [address.id, workspace.id, 1, 3_000]);
  await pool().query('ANALYZE code');
  const plan = await explain(latest(workspace, { ids: [address.id] }));
  const newer = nodesOf(plan).filter(({ Alias }) => Alias?.startsWith('newer'));
  expect(newer.length).toBeGreaterThan(0);
  for (const node of newer) expect(node['Node Type']).toContain('Index');
});

test.each(['by its address', 'by its id'])(
  'a look at a place %s is planned once for all that follow',
  async (how) => {
    const workspace = await makeWorkspace();
    const address = await makeAddress(workspace, 'busy');
    await pool().query(BURST, [address.id, workspace.id, 1, 3_000]);
    await pool().query('ANALYZE');
    const { rows } = await pool().query(
      'SELECT received_at AS at, message_id AS id FROM code ORDER BY received_at DESC OFFSET 1 LIMIT 1',
    );
    const place = how === 'by its address' ? { address: address.address } : { ids: [address.id] };
    const statement = latest(workspace, place, rows[0]);
    const client = await pool().connect();
    try {
      for (let i = 0; i < 8; i++) await client.query(statement);
      const plans = await client.query(
        'SELECT generic_plans::int AS kept, custom_plans::int AS made FROM pg_prepared_statements WHERE name = $1',
        [statement.name],
      );
      // PostgreSQL tries five plans for the values of a call before it compares.
      expect(plans.rows).toEqual([{ kept: 3, made: 5 }]);
    } finally {
      client.release(true);
    }
  },
);

type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;
type Place = Parameters<typeof latestStatement>[1];

function latest(workspace: Workspace, place: Place, after: Position | null = null) {
  return latestStatement(
    workspace.operator,
    place,
    null,
    { service: null, from: null, proven: false, after },
    false,
  );
}

async function explain({ text, values }: QueryConfig): Promise<Plan> {
  const { rows } = await pool().query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
  return rows[0]['QUERY PLAN'][0].Plan;
}

function nodesOf(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

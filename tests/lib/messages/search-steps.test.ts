import { beforeAll, expect, test } from 'vitest';
import type { MemberActor } from '#lib/access/actor.ts';
import { pool } from '#lib/database/pool.ts';
import { listMessages } from '#lib/messages/find.ts';
import { useDatabase } from '#tests/support/database.ts';
import { makeAddress, makeMember, makeWorkspace } from '#tests/support/fixtures.ts';

// A search looks among the newest messages, then asks the index of words, then looks further: whichever step finds
// them, they are the newest that match. Message n is n seconds old; which words it has, its number decides.

useDatabase();

const MESSAGES = 64_000;
const LIMIT = 50;

let owner: MemberActor;
beforeAll(async () => {
  const workspace = await makeWorkspace();
  owner = await makeMember(workspace, 'owner');
  const { id, workspaceId } = await makeAddress(workspace, 'brand');
  await pool().query(
    `WITH source AS (
       INSERT INTO source (id, workspace_id, sha256, content_type, bytes) VALUES (new_uuid_v7(), $1, sha256(''), 'text/plain', '') RETURNING id
     )
     INSERT INTO message (id, workspace_id, address_id, source_id, channel, identity, "to", subject, snippet, text, headers, size, search, received_at)
     SELECT new_uuid_v7(), $1, $2, source.id, 'email', n::text, '{}', n::text, '', '', '[]', 0,
       concat_ws(' ', 'common', CASE WHEN n % 500 = 7 THEN 'rare' END, CASE WHEN n % 25 = 0 AND n > 2000 THEN 'frequent' END,
         CASE WHEN n BETWEEN 42001 AND 45000 THEN 'old' END, CASE WHEN n > 45000 THEN 'ancient' END)::tsvector, now() - n * interval '1 second'
     FROM source, generate_series(1, $3::int) n`,
    [workspaceId, id, MESSAGES],
  );
});

const numbers = (from: number, step: number) => Array.from({ length: LIMIT }, (_, i) => from + i * step);

test.each([
  ['nearly every message', 'common', numbers(1, 1)],
  ['a few of all', 'rare', numbers(7, 500)],
  ['many, though none of the newest', 'frequent', numbers(2_025, 25)],
  ['many, all of them old', 'old', numbers(42_001, 1)],
  ['very many, all of them older', 'ancient', numbers(45_001, 1)],
])('a word that is in %s', async (_, q, expected) => {
  const { data, nextCursor } = await listMessages(owner, { q, limit: LIMIT });
  expect(data.map(({ subject }) => Number(subject))).toEqual(expected);
  const next = await listMessages(owner, { q, limit: LIMIT, cursor: nextCursor ?? '' });
  const step = (expected[1] ?? 0) - (expected[0] ?? 0);
  expect(Number(next.data[0]?.subject)).toBe((expected.at(-1) ?? 0) + step);
});

test('a word that is in none', async () => {
  expect((await listMessages(owner, { q: 'absent' })).data).toEqual([]);
});

import type pg from 'pg';

/** Rows a statement: each is one transaction of some seconds, and its progress is seen. */
const BATCH = 50_000;

/** So many addresses at the workspace's domain: 1a, 2a …, as `smtp-source -N` counts them. */
export async function fillAddresses(client: pg.Client, count: number): Promise<void> {
  await client.query(
    `INSERT INTO managed_address (id, workspace_id, kind, address, domain_id)
     SELECT new_uuid_v7(), workspace_id, 'email', n || 'a@' || name, id FROM domain, generate_series(1, $1::int) n`,
    [count],
  );
}

/**
 * Stores so many messages in SQL, much faster than over SMTP: over the last year, the newest ones a minute old, at
 * all of the workspace's addresses in turn; every other one has a code, and the verdict on
 * the sender is given, or completing a hundred thousand of them would be measured too. Words are rare and common ones, as in mail.
 */
export async function fillMessages(
  client: pg.Client,
  count: number,
  progress: (line: string) => void,
): Promise<void> {
  for (let start = 0; start < count; start += BATCH) {
    await client.query(MESSAGES, [start, Math.min(BATCH, count - start), count]);
    progress(`${start + BATCH} of ${count} messages are stored.\n`);
  }
  // As it would be after the year; or autovacuum would do it while something is measured.
  await client.query('VACUUM (ANALYZE)');
}

/** So many codes that can be claimed, at one address: each of another service, so that none supersedes another. */
export async function fillClaimable(client: pg.Client, addressId: string, count: number): Promise<void> {
  await client.query(CLAIMABLE, [addressId, count]);
  await client.query('VACUUM (ANALYZE) code, message');
}

/** $1 to $3: from where, how many, of how many. Ids are in the order of time, as UUIDv7 are. */
const MESSAGES = `
  WITH places AS (
    SELECT array_agg(id ORDER BY address) AS ids, (array_agg(workspace_id))[1] AS workspace_id FROM managed_address WHERE address LIKE '%a@%'
  ), made AS (
    SELECT n, new_uuid_v7() AS id, places.workspace_id, places.ids[1 + n % cardinality(places.ids)] AS address_id,
      now() - interval '1 minute' - ($3::int - n) * (interval '1 year' / $3::int) AS received_at,
      lpad((n::bigint * 7919 % 1000000)::text, 6, '0') AS code,
      'Hello, your order number ' || md5(n::text) || ' of ' || (ARRAY['shoes', 'books', 'tickets', 'flowers', 'tools'])[1 + n % 5]
        || ' is confirmed. ' || (SELECT string_agg(substr(md5((n * 31 + i)::text), 1, 6), ' ') FROM generate_series(1, 20) i) AS text
    FROM places, generate_series($1::int, $1::int + $2::int - 1) n
  ), sources AS (
    INSERT INTO source (id, workspace_id, sha256, content_type, bytes)
    SELECT id, workspace_id, sha256(convert_to(id::text, 'UTF8')), 'message/rfc822', convert_to(text, 'UTF8') FROM made
  ), messages AS (
    INSERT INTO message (id, workspace_id, address_id, source_id, channel, identity, from_address, from_name, "to", subject, snippet,
      text, search, headers, service, size, received_at, spf, dkim, dmarc, arc, authenticated_at)
    SELECT id, workspace_id, address_id, id, 'email', id::text, 'info@shop' || n % 50 || '.example', 'Shop ' || n % 50,
      ARRAY['somebody@bench.example'], 'Your confirmation ' || n, left(text, 160), text,
      to_tsvector('simple', translate('Your confirmation ' || n || ' info shop' || n % 50 || ' example Shop ' || n % 50 || ' ' || text, ',.', '')), '[]', 'shop' || n % 50, 2000, received_at, 'none', 'none', 'none', 'none', received_at
    FROM made
  )
  INSERT INTO code (id, workspace_id, address_id, message_id, rank, code, raw, service, series, purpose, confidence, context, received_at, expires_at)
  SELECT new_uuid_v7(), workspace_id, address_id, id, 0, code, code, 'shop' || n % 50, 'shop' || n % 50, 'login', 0.99, 'code', received_at,
    received_at + interval '10 minutes'
  FROM made WHERE n % 2 = 0`;

const CLAIMABLE = `
  WITH made AS (
    SELECT n, new_uuid_v7() AS id, a.id AS address_id, a.workspace_id FROM managed_address a, generate_series(1, $2::int) n WHERE a.id = $1
  ), sources AS (
    INSERT INTO source (id, workspace_id, sha256, content_type, bytes)
    SELECT id, workspace_id, sha256(convert_to(id::text, 'UTF8')), 'message/rfc822', '' FROM made
  ), messages AS (
    INSERT INTO message (id, workspace_id, address_id, source_id, channel, identity, from_address, "to", subject, snippet, headers, size, received_at,
      spf, dkim, dmarc, arc, authenticated_at)
    SELECT id, workspace_id, address_id, id, 'email', id::text, 'info@shop.example', '{}', 'A code', '', '[]', 100, now(),
      'none', 'none', 'none', 'none', now() FROM made
  )
  INSERT INTO code (id, workspace_id, address_id, message_id, rank, code, raw, service, series, purpose, confidence, context, received_at, expires_at)
  SELECT new_uuid_v7(), workspace_id, address_id, id, 0, n::text, n::text, 'claim' || n, 'claim' || n, 'login', 0.99, 'code', now(), now() + interval '1 hour'
  FROM made`;

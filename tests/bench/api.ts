import { createHash } from 'node:crypto';
import { loadavg } from 'node:os';
import type pg from 'pg';
import type { Instance } from '#bin/instance.ts';
import { createToken } from '#lib/access/tokens.ts';
import { database } from '#lib/database/client.ts';
import { pool } from '#lib/database/pool.ts';
import { fillClaimable, fillMessages } from '#tests/bench/fill.ts';
import { say, startOnOwnDatabase } from '#tests/bench/instance.ts';
import { type Asked, load, type Measured } from '#tests/bench/load.ts';
import { measureMemory } from '#tests/bench/memory.ts';

// `node tests/bench/api.ts [--million]`: the API under load, with 100,000 messages stored, or with a million to list and
// search (that takes minutes to store). Each figure stands beside that of /healthz, an empty answer of the same server.

const MESSAGES = 100_000;
const MILLION = 1_000_000;
const ADDRESSES = 100;
const MS = 5_000;
const WAITS = 2_000;
/** Different ones of a kind, asked in turn. */
const REQUESTS = 1_024;
/** More than can be claimed in the time. */
const CLAIMABLE = 40_000;

const million = process.argv.includes('--million');

const { instance, databaseUrl, client, remove } = await startOnOwnDatabase(ADDRESSES);
// What this script asks of lib, it asks of the same database.
process.env.DATABASE_URL = databaseUrl;
try {
  await measureApi(instance, client);
} finally {
  await database().$disconnect();
  await pool().end();
  await remove();
}

async function measureApi({ url, mailroom, pid }: Instance, client: pg.Client): Promise<void> {
  await mailroom(['address', 'create', 'claims@bench.example']);
  const tokens = await makeTokens(client, 32);
  const asking = (path: (n: number) => string): Asked[] =>
    Array.from({ length: REQUESTS }, (_, n) => ({
      ...{ method: 'GET', path: `/api/v1${path(n)}`, token: tokens[n % tokens.length] },
    }));
  await fillMessages(client, million ? MILLION : MESSAGES, say);
  const at = (n: number) => `${1 + ((n * 37) % ADDRESSES)}a%40bench.example`;

  const bare = () => load(url, { connections: 16, ms: MS }, [{ method: 'GET', path: '/healthz' }]);
  const empty = await bare();
  const rows = [row('/healthz, an empty answer', '', empty, empty)];
  const measure = async (what: string, goal: string, connections: number, asked: Asked[]) =>
    rows.push(row(what, goal, await load(url, { connections, ms: MS }, asked), empty));

  const often = '≥ 1,500/s, p99 ≤ 40 ms';
  const none = asking((n) => `/codes/latest?address=${at(n)}`);
  await measure('codes/latest, no wait, an address without a usable code', often, 16, none);
  const listed: [string, (n: number) => string][] = [
    ['messages, the newest 50', () => '/messages'],
    ['messages of one address', (n) => `/messages?address=${at(n)}`],
    ['search, a word in every fifth', () => '/messages?q=flowers'],
    [
      'search, the beginning of words in one of 200',
      (n) => `/messages?q=${(n * 37 + 0xa00).toString(16).slice(-3)}`,
    ],
    ['search, the beginning of words in some hundreds', (n) => `/messages?q=${1_000 + ((n * 37) % 9_000)}`],
    ['search, a word in one', (n) => `/messages?q=${orderNumber(1 + n * 97)}`],
    ['search, a word in none', (n) => `/messages?q=absent${n}`],
  ];
  for (const [what, path] of listed) await measure(what, 'p95 ≤ 60 ms', 1, asking(path));

  const { rows: claims } = await client.query<{ id: string }>(
    "SELECT id FROM managed_address WHERE address = 'claims@bench.example'",
  );
  await fillClaimable(client, claims[0]?.id ?? '', CLAIMABLE);
  const one = asking(() => '/codes/latest?address=claims%40bench.example');
  await measure('codes/latest, no wait, an address with one', often, 16, one);
  const body = { address: 'claims@bench.example' };
  await measure(
    'codes/claim, 32 callers at one address',
    '≥ 500/s',
    32,
    tokens.map((token) => ({ method: 'POST', path: '/api/v1/codes/claim', token, body })),
  );
  rows.push(row('/healthz once more', '', await bare(), empty));
  console.log(
    `\nThe API with ${(million ? MILLION : MESSAGES).toLocaleString('en')} messages stored (load ${loadavg()[0]?.toFixed(1)})`,
  );
  console.table(rows);
  await measureWaits(url, pid, tokens[0] ?? '');
}

/** One a connection, as workers have: what one alone may ask is limited. */
async function makeTokens(client: pg.Client, count: number): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM workspace');
  const operator = { kind: 'system', workspaceId: rows[0]?.id ?? '', name: 'bench' } as const;
  const scopes = ['codes:read', 'codes:claim', 'messages:read'];
  const made = Array.from({ length: count }, (_, n) =>
    createToken(operator, { name: `worker ${n}`, scopes }),
  );
  return (await Promise.all(made)).map(({ token }) => token);
}

function row(what: string, goal: string, measured: Measured, empty: Measured) {
  const { perSecond, p50, p95, p99, answered, refused } = measured;
  return {
    what,
    goal,
    'a second': perSecond,
    'of /healthz': Math.round((perSecond / empty.perSecond) * 100) / 100,
    ...{ 'p50, ms': p50, 'p95, ms': p95, 'p99, ms': p99 },
    answers: refused === 0 ? 'all good' : `${refused} of ${answered} from 400 on`,
  };
}

/** Of the n-th message (fill.ts). */
function orderNumber(n: number): string {
  return createHash('md5').update(String(n)).digest('hex');
}

/** What it costs to hold so many clients at once. None of the codes that are stored is what they wait for. */
async function measureWaits(url: string, pid: number, token: string): Promise<void> {
  const webApp = async () =>
    (await measureMemory(pid)).find(({ process }) => process === 'web app')?.['PSS, MiB'] ?? 0;
  const before = await webApp();
  const clients = new AbortController();
  const after = new Date().toISOString();
  const waits = Array.from({ length: WAITS }, (_, n) =>
    fetch(
      `${url}/api/v1/codes/latest?address=${1 + (n % ADDRESSES)}a%40bench.example&after=${after}&wait=60`,
      {
        headers: { Authorization: `Bearer ${token}` },
        signal: clients.signal,
      },
    ).catch(() => null),
  );
  const gauge = async () =>
    Number(/^mailroom_waits (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
  while ((await gauge()) < WAITS) await new Promise((resolve) => setTimeout(resolve, 100));
  const during = await webApp();
  clients.abort();
  await Promise.all(waits);
  console.log(`\n${WAITS.toLocaleString('en')} clients that wait at once`);
  console.table([{ goal: '< 100 MiB more', before, during, more: Math.round((during - before) * 10) / 10 }]);
}

import { Resolver as DnsResolver } from 'node:dns/promises';
import type { Resolver } from '#inbound/email/authenticate.ts';

/** A healthy name server answers within a tenth of it. */
const QUERY_TIMEOUT_MS = 3_000;
const QUERY_TRIES = 2;
/** RFC 7208 section 4.6.4 gives a whole SPF check at least twenty seconds; nobody looks at a message for longer. */
const BUDGET_MS = 20_000;
/** Senders write many mails in a row. Below the TTL of nearly every record, so a changed key is seen soon. */
const ANSWER_KEPT_MS = 60_000;
/** A name server that fails is not asked again for each mail, but soon. */
const FAILURE_KEPT_MS = 5_000;
/** Each takes some hundred bytes; beyond it the oldest go. */
const MAX_KEPT = 10_000;

type Records = string[] | string[][];

/** The machine's name servers, for one mail: once its budget is used up, each further query is a time-out at once. */
export function dnsResolver(): Resolver {
  const deadline = Date.now() + BUDGET_MS;
  return async (name, type) => {
    if (Date.now() > deadline) throw Object.assign(new Error('DNS took too long.'), { code: 'ETIMEOUT' });
    return resolve(name, type);
  };
}

const dns = new DnsResolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
const resolve = keeping(async (name, type) => (await dns.resolve(name, type)) as Records);

type Kept = { answer: Promise<Records>; until: number };

/** Answers, and “there is none” as well, serve again for a while; who asks meanwhile waits for the same query. */
export function keeping(ask: (name: string, type: string) => Promise<Records>): typeof ask {
  const all = new Map<string, Kept>();
  return (name, type) => {
    const key = `${type} ${name.toLowerCase()}`;
    const known = all.get(key);
    if (known && known.until > Date.now()) return known.answer;
    const kept: Kept = { answer: ask(name, type), until: Number.POSITIVE_INFINITY };
    kept.answer.then(
      () => keep(kept, ANSWER_KEPT_MS),
      (error) => keep(kept, isAnswer(error) ? ANSWER_KEPT_MS : FAILURE_KEPT_MS),
    );
    // Deleted first, so that the map's order is that of the queries.
    all.delete(key);
    all.set(key, kept);
    if (all.size > MAX_KEPT) all.delete(all.keys().next().value ?? '');
    return kept.answer;
  };
}

function keep(kept: Kept, milliseconds: number): void {
  kept.until = Date.now() + milliseconds;
}

/** NXDOMAIN, or no record of that type. */
function isAnswer(error: NodeJS.ErrnoException): boolean {
  return error.code === 'ENOTFOUND' || error.code === 'ENODATA';
}

import { Resolver as DnsResolver } from 'node:dns/promises';
import type { Resolver } from '#inbound/email/authenticate.ts';
import { Kept } from '#inbound/kept.ts';

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

/** “There is none” is an answer, and serves again as well. */
export function keeping(ask: (name: string, type: string) => Promise<Records>): typeof ask {
  const all = new Kept<Records>(MAX_KEPT, (found) =>
    'answer' in found || isAnswer(found.error) ? ANSWER_KEPT_MS : FAILURE_KEPT_MS,
  );
  return (name, type) => all.get(`${type} ${name.toLowerCase()}`, () => ask(name, type));
}

/** NXDOMAIN, or no record of that type. */
function isAnswer(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOTFOUND' || code === 'ENODATA';
}

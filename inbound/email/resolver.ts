import { Resolver as DnsResolver } from 'node:dns/promises';
import type { Resolver } from '#inbound/email/authenticate.ts';

/** A healthy name server answers within a tenth of it. */
const QUERY_TIMEOUT_MS = 3_000;
const QUERY_TRIES = 2;
/** RFC 7208 section 4.6.4 gives a whole SPF check at least twenty seconds; nobody looks at a message for longer. */
const BUDGET_MS = 20_000;

/** The machine's name servers, for one mail: once its budget is used up, each further query is a time-out at once. */
export function dnsResolver(): Resolver {
  const deadline = Date.now() + BUDGET_MS;
  return async (name, type) => {
    if (Date.now() > deadline) throw Object.assign(new Error('DNS took too long.'), { code: 'ETIMEOUT' });
    return (await dns.resolve(name, type)) as string[] | string[][];
  };
}

const dns = new DnsResolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });

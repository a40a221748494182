import type { Resolver } from '#inbound/email/authenticate.ts';

/** `{ 'x.example': { TXT: ['v=spf1 -all'] } }`; a code such as 'ETIMEOUT' in place of the records is what the query fails with. */
export type Zone = Record<string, Record<string, string[] | string>>;

/** DNS as a plain object, with the answers and errors of node:dns. */
export function resolverOf(zone: Zone): Resolver {
  return async (name, type) => {
    const records = zone[name.toLowerCase()];
    const found = records?.[type];
    if (typeof found === 'string') throw dnsError(found, name);
    if (!found) throw dnsError(records ? 'ENODATA' : 'ENOTFOUND', name);
    return type === 'TXT' ? found.map((record) => [record]) : found;
  };
}

function dnsError(code: string, name: string): Error {
  return Object.assign(new Error(`query ${code} ${name}`), { code });
}

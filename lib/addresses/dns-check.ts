import { Resolver } from 'node:dns/promises';

/** For one question; a healthy name server answers within a tenth of it, and a member waits for all of them. */
const QUERY_TIMEOUT_MS = 3_000;

/** What of DNS is asked; `node:dns` has it, and tests a zone of their own. */
export type DnsResolver = Pick<Resolver, 'resolveMx' | 'resolveTxt'> & {
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
};

/** `unknown`: DNS could not be asked just now. */
export type Finding = {
  record: 'MX' | 'SPF' | 'A';
  state: 'right' | 'missing' | 'wrong' | 'unknown';
  /** What DNS answers now, a line a record. */
  found: string[];
  /** In words: what it means, and what to do. */
  words: string;
};

/**
 * What DNS says about a domain now, beside what it should say. Asks three name servers' questions at once, each at
 * most three seconds long; never throws.
 * @param host the name by which other servers find this machine, or null where Mailroom does not know it
 */
export async function checkDns(
  domain: string,
  host: string | null,
  resolver: DnsResolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: 1 }),
): Promise<Finding[]> {
  return Promise.all([
    checkMx(domain, host, resolver),
    ...(host ? [checkHost(host, resolver)] : []),
    checkSpf(domain, resolver),
  ]);
}

/** RFC 5321 section 5.1: mail goes to the host with the lowest preference first. */
async function checkMx(domain: string, host: string | null, resolver: DnsResolver): Promise<Finding> {
  const answer = await ask(() => resolver.resolveMx(domain));
  if (!answer) return unknown('MX');
  const records = answer.toSorted((a, b) => a.priority - b.priority);
  const found = records.map(({ priority, exchange }) => `${domain}. MX ${priority} ${exchange}.`);
  const finding = (state: Finding['state'], words: string): Finding => ({
    record: 'MX',
    state,
    found,
    words,
  });
  if (records.length === 0)
    return finding('missing', 'There is no MX record: mail to this domain comes nowhere.');
  if (!host)
    return finding('unknown', 'Mailroom does not know its own name: set SMTP_NAME to say which is right.');
  const isOurs = ({ exchange }: { exchange: string }) => exchange.toLowerCase() === host.toLowerCase();
  if (!records.some(isOurs)) return finding('wrong', `Mail goes elsewhere: no MX record names ${host}.`);
  const first = records.filter(({ priority }) => priority === records[0]?.priority);
  return first.every(isOurs)
    ? finding('right', `Mail to this domain comes to ${host}.`)
    : finding('wrong', `Other servers get the mail first: give ${host} the lowest number, alone.`);
}

/** A name in an MX record that leads nowhere is as good as none (RFC 5321 section 5.1). */
async function checkHost(host: string, resolver: DnsResolver): Promise<Finding> {
  const [four, six] = await Promise.all([
    ask(() => resolver.resolve4(host)),
    ask(() => resolver.resolve6(host)),
  ]);
  const found = [
    ...(four ?? []).map((address) => `${host}. A ${address}`),
    ...(six ?? []).map((address) => `${host}. AAAA ${address}`),
  ];
  const finding = (state: Finding['state'], words: string): Finding => ({ record: 'A', state, found, words });
  if (found.length > 0)
    return finding(
      'right',
      `${host} has an address. That it is this machine’s, and that port 25 is open, is not checked.`,
    );
  if (!four || !six) return unknown('A');
  return finding('missing', `${host} has no address: other servers cannot find this machine.`);
}

/** RFC 7208 section 3 and 4.5: one record, and with two every check fails. */
async function checkSpf(domain: string, resolver: DnsResolver): Promise<Finding> {
  const answer = await ask(() => resolver.resolveTxt(domain));
  if (!answer) return unknown('SPF');
  const records = answer.map((parts) => parts.join('')).filter((text) => /^v=spf1(\s|$)/i.test(text));
  const found = records.map((text) => `${domain}. TXT "${text}"`);
  const finding = (state: Finding['state'], words: string): Finding => ({
    record: 'SPF',
    state,
    found,
    words,
  });
  if (records.length === 0)
    return finding('missing', 'There is no SPF record: anybody can send mail in this domain’s name.');
  if (records.length > 1)
    return finding('wrong', 'There are several SPF records, and so none counts: keep one of them.');
  return /\s[~-]all(\s|$)|\sredirect=/i.test(records[0] ?? '')
    ? finding('right', 'It says who may send mail in this domain’s name.')
    : finding('wrong', 'It forbids nobody to send in this domain’s name: let it end with -all.');
}

/** Records; none where there are none; null where DNS could not be asked. */
async function ask<T>(question: () => Promise<T[]>): Promise<T[] | null> {
  try {
    return await question();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENODATA' || code === 'ENOTFOUND' ? [] : null;
  }
}

function unknown(record: Finding['record']): Finding {
  return {
    record,
    state: 'unknown',
    found: [],
    words: 'DNS does not answer just now. Check again in a moment.',
  };
}

import { type LookupAddress, type LookupAllOptions, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { invalidField } from '#lib/errors.ts';

/** The longest that any browser or proxy takes. */
const MAX_URL = 2_000;
/** What is given out on the internet (RFC 4291 section 2.4); the rest is private, mapped, translated or reserved. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Pure: the URL that a webhook may have, as it is kept. What a name resolves to is judged at each connection
 * (`publicLookup`), this only refuses at once what can never work.
 * @param allowPrivate for local use: plain http, and hosts of the private network
 * @throws MailroomError `invalid-input` on the field `url`
 */
export function readTarget(input: string, allowPrivate: boolean): URL {
  if (!URL.canParse(input)) refuse('must be a URL such as https://example.com/hooks/mailroom');
  const url = new URL(input);
  if (url.href.length > MAX_URL) refuse(`must have at most ${MAX_URL} characters`);
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    refuse('must begin with https://: codes do not travel in the open');
  if (url.username || url.password)
    refuse('must not carry a name or a password: the signature says who calls');
  if (!allowPrivate && !mayBePublic(hostOf(url)))
    refuse(`must be public, and ${url.hostname} is not (WEBHOOK_ALLOW_PRIVATE allows it, for local use)`);
  url.hash = '';
  return url;
}

/**
 * Resolves a name once, for the connection that follows, and refuses it when any of its addresses is not public:
 * a name that was public when the webhook was made may lead inside by now (DNS rebinding). Node does not call
 * it for a host that is an address already; `readTarget` has judged that.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  const all: LookupAllOptions = { ...options, all: true, family: options.family };
  lookup(hostname, all, (error, addresses) => {
    const inside = error ? undefined : addresses.find(({ address }) => !isPublic(address));
    const refusal = inside && new PrivateTargetError(hostname, inside.address);
    answer(options.all === true, error ?? refusal ?? null, addresses ?? [], callback);
  });
};

/** Where a webhook may not go. */
export class PrivateTargetError extends Error {
  constructor(hostname: string, address: string) {
    super(`${hostname} is at ${address}, which is not a public address.`);
    this.name = 'PrivateTargetError';
  }
}

/** Pure: whether an IP address is somebody's on the internet, and no way into this machine or its network. */
export function isPublic(address: string): boolean {
  // `process`: an IPv4 address in IPv6's clothes (::ffff:10.0.0.1) is judged as what it is.
  const ip = ipaddr.process(address);
  if (ip.range() !== 'unicast') return false;
  return ip.kind() === 'ipv4' || ip.match(GLOBAL_IPV6);
}

function mayBePublic(host: string): boolean {
  if (ipaddr.isValid(host)) return isPublic(host);
  // RFC 6761 section 6.3, RFC 6762 and the names that routers and clouds give to what is inside.
  return /[^.]\.[^.]/.test(host) && !/\.(?:localhost|local|internal|home\.arpa)\.?$/i.test(host);
}

/** URLs write an IPv6 address in brackets. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function answer(
  all: boolean,
  error: Error | null,
  addresses: LookupAddress[],
  callback: Parameters<LookupFunction>[2],
): void {
  const [first] = addresses;
  if (all || error || !first) callback(error, error ? [] : addresses);
  else callback(null, first.address, first.family);
}

function refuse(words: string): never {
  const detail = `url ${words}.`;
  throw invalidField('url', detail);
}

import {
  type ARCData,
  arc,
  type DKIMResult,
  type DKIMVerifyResult,
  type DMARCResult,
  type DNSResolver,
  dkimVerify,
  dmarc,
  spf,
} from 'mailauth';
import { getDomain } from 'tldts';
import { headerBlock, MAX_HEADER_BYTES, readHeaders, valuesOf } from '#inbound/email/headers.ts';
import { inTurns, TooMuchWork } from '#inbound/email/in-turns.ts';
import { KnownSenders, type SpfResult } from '#inbound/email/known-senders.ts';
import type { MailSession } from '#inbound/email/receive.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';

/** `(name, type) → records`, rejecting with the codes of node:dns (ENOTFOUND, ENODATA, ETIMEOUT, …). */
export type Resolver = DNSResolver;

export type Authenticate = (source: Buffer, session: MailSession) => Promise<Verdict>;

/** Each costs a look-up and a check of a signature; mail that went through several lists carries five or six. */
const MAX_SIGNATURES = 10;
const SIGNATURES = ['dkim-signature', 'arc-seal'];
/** RFC 5322 section 3.6: at most one of each. A second one is shown in the place of the one that was signed. */
const AT_MOST_ONCE = ['from', 'subject', 'content-type', 'content-transfer-encoding', 'mime-version'];

/**
 * SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 9989) and ARC (RFC 8617) of a mail, in the words of RFC 8601 section
 * 2.7, and the organisational domain of its author when it is proven: by a DKIM signature of that domain over the whole
 * body and the subject, or by an SPF pass of that domain that DMARC accepts. DNS that fails is a result too.
 * @param known what earlier mails have told of their senders
 */
export async function authenticate(
  source: Buffer,
  session: MailSession,
  resolver: Resolver,
  now = new Date(),
  known = new KnownSenders(),
): Promise<Verdict> {
  const headers = readHeaders(source);
  const names = headers.map(([name]) => name.toLowerCase());
  const authors = valuesOf(headers, 'from');
  const sender = () => known.spfOf(session, () => checkSender(session, resolver));
  const isUnsigned = !SIGNATURES.some((name) => names.includes(name)) && isWorthVerifying(source, headers);
  const verdict = isUnsigned
    ? await known.verdictOf(session, authors, () => judge(headerOf(authors), [], sender, resolver, now))
    : await judge(source, headers, sender, resolver, now);
  const isAmbiguous = AT_MOST_ONCE.some((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return isAmbiguous ? { ...verdict, provenDomain: null } : verdict;
}

/** Without a signature nobody asks about more than the author, and reading the rest would only cost time. */
function headerOf(authors: string[]): Buffer {
  return Buffer.from(authors.map((value) => `From: ${value}\r\n`).join(''));
}

/** What SPF says of the session. */
type Sender = () => Promise<SpfResult>;

async function judge(
  source: Buffer,
  headers: [string, string][],
  sender: Sender,
  resolver: Resolver,
  now: Date,
): Promise<Verdict> {
  const [signed, sentBy] = await Promise.all([
    isWorthVerifying(source, headers) ? verifySignatures(source, resolver, now) : null,
    sender(),
  ]);
  const hasSubject = valuesOf(headers, 'subject').length > 0;
  const good = (signed?.results ?? []).filter((result) => isGood(result, hasSubject));
  const dkim = signed ? wordFor(signed.results, good) : 'policy';
  const policy = await dmarc({
    headerFrom: signed?.headerFrom ?? [],
    fromFields: signed?.fromFields,
    spfDomains: sentBy.result === 'pass' ? [sentBy.domain] : [],
    dkimDomains: good.map((result) => ({ domain: result.signingDomain ?? '' })),
    resolver,
  }).catch(() => TEMPORARY);
  const unsure = dkim === 'temperror' || sentBy.result === 'temperror';
  const word = wordForPolicy(policy, signed?.fromFields ?? 0, unsure);
  return {
    spf: sentBy.result,
    dkim,
    dmarc: word,
    arc: signed ? await checkChain(signed, headers, resolver) : 'policy',
    provenDomain: policy ? proven(policy, word, good) : null,
  };
}

/** mailauth reads headers at a stretch; those of no real mail are so long. */
function isWorthVerifying(source: Buffer, headers: [string, string][]): boolean {
  const signatures = valuesOf(headers, 'dkim-signature').length;
  return signatures <= MAX_SIGNATURES && headerBlock(source).length < MAX_HEADER_BYTES;
}

/** Null when it would be too much work. */
async function verifySignatures(source: Buffer, resolver: Resolver, now: Date) {
  try {
    // RFC 8301 section 3.1: rsa-sha1 must not verify.
    return await dkimVerify(inTurns(source), { resolver, rejectRsaSha1: true, curTime: now });
  } catch (error) {
    if (error instanceof TooMuchWork) return null;
    throw error;
  }
}

/**
 * What forwarders say they saw, and whether nobody changed it since. It proves nothing about the author: whoever
 * seals can say anything.
 */
async function checkChain(
  signed: DKIMVerifyResult,
  headers: [string, string][],
  resolver: Resolver,
): Promise<string> {
  if (valuesOf(headers, 'arc-seal').length > MAX_SIGNATURES) return 'policy';
  let unsure = false;
  const noting: Resolver = (...query) =>
    resolver(...query).catch((error: NodeJS.ErrnoException) => {
      unsure ||= error.code !== 'ENOTFOUND' && error.code !== 'ENODATA';
      throw error;
    });
  const { status } = await arc(signed.arc as ARCData, { resolver: noting });
  return status.result === 'fail' && unsure ? 'temperror' : status.result;
}

async function checkSender(session: MailSession, resolver: Resolver): Promise<SpfResult> {
  const { envelopeFrom: sender, remoteAddress: ip, heloName: helo } = session;
  try {
    // Our name stands in explanations only (RFC 7208 section 7.3), and asking the system for it costs a call each time.
    const { status, domain } = await spf({ sender, ip, helo, mta: 'unknown', resolver });
    return { result: status.result, domain };
  } catch {
    return { result: 'temperror', domain: '' };
  }
}

/**
 * A signature proves nothing of a mail's words when it leaves out the end of the body (`l=`, RFC 6376 section
 * 8.2) or the subject, which may hold the code, or when its domain only tries DKIM out (`t=y`, section 3.6.1).
 */
function isGood({ status, signingHeaders }: DKIMResult, hasSubject: boolean): boolean {
  if (status.result !== 'pass' || status.underSized || status.testing) return false;
  return !hasSubject || (signingHeaders?.keys.toLowerCase().split(/:\s*/).includes('subject') ?? false);
}

/** One word for all signatures: the best news that can be acted upon, then the worst. */
function wordFor(results: DKIMResult[], good: DKIMResult[]): string {
  if (good.length > 0) return 'pass';
  const words = new Set(results.map(({ status }) => wordOf(status)));
  return ['temperror', 'fail', 'policy', 'permerror', 'neutral'].find((word) => words.has(word)) ?? 'none';
}

function wordOf({ result, comment }: DKIMResult['status']): string {
  // It passed, but is not good: “some aspect of the signature was not acceptable” (RFC 8601 section 2.7.1).
  if (result === 'pass') return 'policy';
  // mailauth says “neutral”; RFC 6376 section 6.1.3 fails a body that was changed.
  return comment === 'body hash did not verify' ? 'fail' : result;
}

const TEMPORARY = { status: { result: 'temperror' } } as DMARCResult;

function wordForPolicy(policy: DMARCResult | false, fromFields: number, unsure: boolean): string {
  // No one author to ask about (RFC 9989 section 5.3.1).
  if (!policy) return fromFields === 0 ? 'none' : 'permerror';
  // What could not be looked up may have been the pass that is missing.
  return policy.status.result === 'fail' && unsure ? 'temperror' : policy.status.result;
}

function proven(policy: DMARCResult, word: string, good: DKIMResult[]): string | null {
  const author = organisation(policy.status.header?.from);
  if (!author) return null;
  const signed = good.some((result) => organisation(result.signingDomain) === author);
  // DMARC fails in spite of the signature where the domain asks for strict alignment.
  if (signed && word !== 'fail') return author;
  const sent = word === 'pass' && organisation(policy.alignment.spf.result) === author;
  return sent ? author : null;
}

/** By the Public Suffix List, private part included: one customer of a host must not prove another, or the host. */
function organisation(domain: string | undefined): string | null {
  return domain ? getDomain(domain.replace(/\.$/, ''), { allowPrivateDomains: true }) : null;
}

import { senderDomain } from '#app/ui/monogram.tsx';
import type { CodeState, PublicCode } from '#lib/codes/present.ts';
import { serviceName } from '#lib/codes/service-name.ts';
import type { MessageSummary, PublicMessage } from '#lib/messages/present.ts';

/** What a state is called where members read it; a usable code needs no word. `mine`: the reader has taken it. */
export function stateWords(state: CodeState, claimedBy: PublicCode['claimedBy'], mine = false): string {
  if (state === 'claimed') return takenWords(claimedBy, mine);
  return state === 'usable' ? '' : state;
}

export function takenWords(claimedBy: PublicCode['claimedBy'], mine = false): string {
  if (mine) return 'taken by you';
  return claimedBy ? `taken by ${claimedBy.name}` : 'taken';
}

/** The state at this moment: nobody sends an event for time that has passed. */
export function stateAt(code: { state: CodeState; expiresAt: string }, now: number): CodeState {
  return code.state === 'usable' && Date.parse(code.expiresAt) <= now ? 'expired' : code.state;
}

export type Proof = {
  level: 'proven' | 'unproven' | 'checking' | 'none';
  /** For a row. */
  short: string;
  /** For the message: a whole sentence. */
  long: string;
};

/** Who really sent it, in plain words. */
export function proofOf({
  channel,
  authentication,
}: Pick<MessageSummary, 'channel' | 'authentication'>): Proof {
  const { spf, dkim, dmarc, provenDomain } = authentication;
  if (channel === 'voice')
    return {
      level: 'none',
      short: 'Call',
      long: 'A call: its number can be forged, so its caller cannot be proven.',
    };
  if (channel !== 'email')
    return { level: 'none', short: 'Text message', long: 'A text message: its sender cannot be proven.' };
  if (provenDomain)
    return { level: 'proven', short: provenDomain, long: `Proven to come from ${provenDomain}` };
  if (spf === null && dkim === null && dmarc === null)
    return { level: 'checking', short: 'Checking …', long: 'Checking the sender …' };
  return { level: 'unproven', short: 'Not proven', long: 'Not proven: anyone could have sent this' };
}

/** What a message is called: its subject, or of a text, which has none, its first words. */
export function titleOf({
  channel,
  subject,
  snippet,
}: Pick<MessageSummary, 'channel' | 'subject' | 'snippet'>): string {
  return (
    subject ||
    (channel === 'email' ? 'No subject' : snippet || (channel === 'voice' ? 'A call' : 'Without words'))
  );
}

/** A text whose code was taken out on the way: it came, but the code reached nobody. */
export function isRedacted({ channel, problem }: Pick<MessageSummary, 'channel' | 'problem'>): boolean {
  return (channel === 'sms' || channel === 'mms') && problem !== null;
}

/** What was checked, in the words of the RFCs, for whoever wants to know why a sender is proven or not. */
export function checksOf({ spf, dkim, dmarc, arc }: PublicMessage['authentication']): string {
  const results = Object.entries({ SPF: spf, DKIM: dkim, DMARC: dmarc, ARC: arc }).filter(
    ([, word]) => word !== null,
  );
  if (results.length === 0) return 'The sender is still being checked.';
  return `Checked when it came: ${results.map(([name, word]) => `${name} ${word}`).join(' · ')}`;
}

/**
 * Who a message is called by. Anybody can write that they are X: without proof it goes by the domain it says
 * it is from, so that a trap does not wear the service's name.
 */
export function callerOf(
  { service, from }: Pick<MessageSummary, 'service' | 'from'>,
  proof: Proof,
): { name: string; solid: boolean } {
  if (proof.level === 'unproven') return { name: senderDomain(from.address), solid: false };
  return { name: serviceName(service, from), solid: proof.level !== 'checking' };
}

/** A code's words around it, cut so that the code can be marked. Separators that only group may stand inside it. */
export function markCode(text: string, code: string): [before: string, marked: string, after: string] | null {
  const pattern = [...code]
    .map((sign) => sign.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'))
    .join('[\\s\\p{Pd}.]?');
  const match = new RegExp(pattern, 'u').exec(text);
  if (!match) return null;
  const end = match.index + match[0].length;
  return [text.slice(0, match.index), match[0], text.slice(end)];
}

/** Where a link leads: its host, which is what tells the right one from a trap. */
export function hostOf(href: string): string {
  return URL.canParse(href) ? new URL(href).host : href;
}

import { hash } from 'node:crypto';
import type { Extraction } from '#lib/codes/extract.ts';
import type { Verdict } from '#lib/messages/authenticate.ts';
import type { Channel } from '#prisma/generated/enums.ts';

/** The waist: every channel ends in one of these, and `deliver` takes nothing else. */
export type ReceivedMessage = {
  channel: Channel;
  /** To whom, as the sender wrote it (tag and case included). Addresses that Mailroom does not manage are allowed. */
  recipients: string[];
  /**
   * What is the same when the sender tries again, and never for another message: `sha256:<hex of the source>`
   * for email, `twilio:<MessageSid>` and the like for SMS. Unique per managed address.
   */
  identity: string;
  /** The received bytes, unchanged. */
  source: Source;
  from: { address: string | null; name: string | null };
  subject: string | null;
  text: string | null;
  html: string | null;
  /** [name, value] in the order received; names as written. */
  headers: [string, string][];
  attachments: ReceivedAttachment[];
  /** What the message itself says (Date:); never trusted for order. */
  sentAt: Date | null;
  /**
   * When the provider had it, where we learn of it late: its codes are as old as that, and replace none that came
   * since. Else it comes now.
   */
  receivedAt?: Date;
  /** Why the source could not be parsed, in words for a member. */
  problem: string | null;
  /** What `extract` finds in it, where that has been asked already; else `deliver` asks. */
  extraction?: Extraction;
  /** Sender authentication, as far as it is known by now; without it the message is stored with its verdict pending. */
  verdict?: Verdict | null;
  /** The SMTP session, without which SPF cannot be judged; null for other channels. */
  session: { envelopeFrom: string; remoteAddress: string; heloName: string } | null;
};

/** `sha256` is of the bytes: `sourceOf` makes it, once for each message. */
export type Source = { bytes: Buffer; contentType: string; sha256: Buffer };

export function sourceOf(bytes: Buffer, contentType: string): Source {
  return { bytes, contentType, sha256: hash('sha256', bytes, 'buffer') };
}

export type ReceivedAttachment = {
  filename: string | null;
  contentType: string;
  size: number;
  /** Where the source only names the file: from where it is fetched after the commit (inbound/twilio/media.ts). */
  url?: string;
};

/** What became of a message for one of its recipients. */
export type Outcome = { recipient: string } & (
  | { result: 'stored'; messageId: string }
  | { result: 'duplicate' }
  | { result: 'unknown' }
);

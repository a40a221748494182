import { createTransport } from 'nodemailer';
import type { Attachment } from 'nodemailer/lib/mailer';
import { MailroomError } from '#lib/errors.ts';
import { settings } from '#lib/settings.ts';

/** From the look at DNS to the end of the greeting; a relay stands near, and people wait for some of these mails. */
const CONNECT_TIMEOUT_MS = 10_000;
/** Of silence: relays that look for viruses answer the end of a message late. */
const SILENCE_TIMEOUT_MS = 60_000;

export type OutgoingMail = {
  /** One recipient: each is told apart, and sees no other. */
  to: string;
  subject: string;
  text: string;
  /** Beside the sender's address, which is the relay's (`SMTP_RELAY_URL`). */
  fromName?: string;
  replyTo?: string;
  /** Several of one name each get a line. */
  headers?: Record<string, string | string[]>;
  attachments?: Attachment[];
};

/** Whether this instance can send mail at all: `SMTP_RELAY_URL` is set. */
export function relayConfigured(): boolean {
  return settings().relay !== null;
}

/**
 * Hands one mail to the relay, which takes it on from there. Header and envelope carry the same sender (the
 * `from` in `SMTP_RELAY_URL`), so that SPF and DMARC judge a domain that the relay may send for.
 * @throws RelayError saying whether another attempt can help
 */
export async function sendThroughRelay({ to, fromName = 'Mailroom', ...mail }: OutgoingMail): Promise<void> {
  const { relay } = settings();
  if (!relay)
    throw new RelayError('Mailroom cannot send mail: SMTP_RELAY_URL is not set.', { permanent: true });
  const transport = createTransport({
    url: relay.url,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    // What strangers wrote is part of a mail that is passed on: no path or URL in it is ever opened.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      ...mail,
      from: { name: fromName, address: relay.from },
      // As an object, so that a comma in it never makes two of one.
      to: { name: '', address: to },
      envelope: { from: relay.from, to },
    });
  } catch (error) {
    throw explain(error as SmtpError, new URL(relay.url).host);
  } finally {
    transport.close();
  }
}

/** Mail that the relay has not taken. Its words are for people. */
export class RelayError extends MailroomError {
  /** The relay has refused this mail or its recipient for good (RFC 5321 section 4.2.1): no other attempt helps. */
  readonly permanent: boolean;

  constructor(detail: string, { permanent, cause }: { permanent: boolean; cause?: unknown }) {
    super('unavailable', detail, { cause });
    this.name = 'RelayError';
    this.permanent = permanent;
  }
}

/** What nodemailer throws. `responseCode` is the relay's reply, where it gave one. */
type SmtpError = Error & { code?: string; responseCode?: number; response?: string };

const WORDS: Record<string, string> = {
  EDNS: 'is not known by that name',
  ESOCKET: 'cannot be reached',
  ECONNECTION: 'cannot be reached or cut the connection',
  ETIMEDOUT: 'did not answer in time',
  ETLS: 'cannot speak TLS',
  EAUTH: 'did not accept the name and password',
};

function explain(cause: SmtpError, host: string): RelayError {
  const { code = '', responseCode = 0, response } = cause;
  // A wrong password is refused for good too, but the operator can put it right.
  const permanent = responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE');
  const reply = response ? `: ${response.slice(0, 300)}` : '';
  const words = WORDS[code] ?? (response ? 'refused the mail' : `failed (${cause.message.slice(0, 300)})`);
  return new RelayError(`The mail relay ${host} ${words}${reply}`, { permanent, cause });
}

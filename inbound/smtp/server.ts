import type { AddressInfo } from 'node:net';
import type { SMTPServerOptions, SMTPServerSession } from 'smtp-server';
import type { Certificate } from '#inbound/smtp/certificate.ts';
import { PACE, type Pace, Server } from '#inbound/smtp/connection.ts';
import { admitMail, admitRecipient, type Hooks, receive } from '#inbound/smtp/hooks.ts';
import { Guessers, networkOf } from '#inbound/smtp/networks.ts';
import { Refusal, refusalOf } from '#inbound/smtp/replies.ts';
import { Intake } from '#inbound/smtp/source.ts';

/** Each costs a socket and, while it sends, its mail in memory; large senders open a few dozen. */
const MAX_CONNECTIONS = 500;
/** One network must not take all of them. Large senders keep to some twenty to one destination. */
const MAX_CONNECTIONS_PER_NETWORK = 200;
/** With three seconds for each recipient, one that guesses learns three a second; a provider's mail still gets through. */
const MAX_CONNECTIONS_OF_SUSPECT = 10;
/** More often would not matter to limits of a minute. */
const PACE_CHECKED_EVERY_MS = 5_000;
/**
 * Mails are held in memory until they are stored, about three times each while they are parsed: a few of the largest,
 * or tens of thousands of ordinary ones, at once. More are asked to come again. In bytes.
 */
const MAX_BYTES_AT_ONCE = 128 * 1024 * 1024;
/** RFC 5321 section 4.5.3.1.8 requires at least 100. */
const MAX_RECIPIENTS = 100;
/** RFC 5321 section 4.5.3.1.4 requires 512 octets; long addresses, SMTPUTF8 and DSN parameters need some more. */
const MAX_COMMAND_BYTES = 4 * 1024;
/** RFC 5321 section 4.5.3.2.7: a sender may think for five minutes. */
const IDLE_TIMEOUT_MS = 5 * 60_000;
/** Within the ten seconds that process managers give before they kill. */
const DRAIN_TIMEOUT_MS = 8_000;

export type ReceiverOptions = Hooks & {
  host: string;
  port: number;
  /** How many processes share the port. */
  processes: number;
  /** In the greeting. */
  name: string;
  /** In bytes. */
  maxSize: number;
  certificate: Certificate;
  /** Tests cannot wait for minutes. */
  pace?: Pace & { checkedEveryMs: number };
  /** Tests cannot fill the memory. In bytes. */
  maxHeld?: number;
};

export type Receiver = {
  port: number;
  /** For the handshakes from now on. */
  useCertificate(certificate: Certificate): void;
  /** Takes nothing new, finishes what runs, and resolves when all connections are gone. */
  drain(): Promise<void>;
};

/** @throws when it cannot listen there (EADDRINUSE and the like) */
export async function startReceiver(options: ReceiverOptions): Promise<Receiver> {
  const server = createServer(options);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const { host, port, processes } = options;
    // The system spreads new connections over all that listen so.
    server.listen({ host, port, reusePort: processes > 1 }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error: Error & { remoteAddress?: string }) => {
    options.log('connection-failed', { remote: error.remoteAddress, reason: error.message });
  });
  const { checkedEveryMs, ...pace } = options.pace ?? { ...PACE, checkedEveryMs: PACE_CHECKED_EVERY_MS };
  const timer = setInterval(() => server.checkPace(pace), checkedEveryMs).unref();
  return {
    port: (server.server.address() as AddressInfo).port,
    useCertificate: (certificate) => server.updateSecureContext(certificate),
    drain: () => server.drain().finally(() => clearInterval(timer)),
  };
}

function createServer(options: ReceiverOptions): Server {
  const intake = new Intake(options.maxHeld ?? Math.max(MAX_BYTES_AT_ONCE, 3 * options.maxSize));
  const guessers = new Guessers();
  const smtp: SMTPServerOptions = {
    ...options.certificate,
    // RFC 8996 deprecates what is older; a sender that has nothing newer falls back to plain text.
    minVersion: 'TLSv1.2',
    name: options.name,
    heloResponse: '%s',
    size: options.maxSize,
    rejectOversized: true,
    hideENHANCEDSTATUSCODES: false,
    // "user.@docomo.example" and "bounce@mail_gw.example" are no addresses (RFC 5321 section 4.1.2), and send all the same.
    lenientAddressParsing: true,
    // We receive only: nobody signs in, and nothing is relayed.
    disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL', 'HELP'],
    // A name server that is slow would delay every code.
    disableReverseLookup: true,
    maxClients: MAX_CONNECTIONS,
    maxRecipients: MAX_RECIPIENTS,
    maxCommandLength: MAX_COMMAND_BYTES,
    socketTimeout: IDLE_TIMEOUT_MS,
    closeTimeout: DRAIN_TIMEOUT_MS,
    onConnect: (session, callback) => answer(callback, async () => admit(server, session, guessers)),
    onMailFrom: (_, session, callback) => answer(callback, () => admitMail(session, intake, options)),
    onRcptTo: (address, session, callback) =>
      answer(callback, () => admitRecipient(address, session, guessers, options)),
    onData: (stream, session, callback) => {
      answer(callback, () => receive(stream, session, intake, options)).finally(() =>
        server.answered(session.id),
      );
    },
  };
  const server: Server = new Server(smtp, options.log);
  return server;
}

/** A hook's answer to smtp-server; it knows callbacks only. */
async function answer<T>(
  callback: (error?: Error | null, reply?: T) => void,
  work: () => Promise<T>,
): Promise<void> {
  const result = await work().then(
    (reply) => () => callback(null, reply),
    (error) => () => callback(refusalOf(error)),
  );
  result();
}

function admit(server: Server, { remoteAddress }: SMTPServerSession, guessers: Guessers): void {
  const network = networkOf(remoteAddress);
  const most = guessers.isSuspect(network) ? MAX_CONNECTIONS_OF_SUSPECT : MAX_CONNECTIONS_PER_NETWORK;
  if (server.countOf(network) <= most) return;
  server.log('refused', { reason: 'too-many-connections', remote: remoteAddress });
  throw new Refusal('too-many-connections');
}

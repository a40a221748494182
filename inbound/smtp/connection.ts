import { SMTPServer } from 'smtp-server';
import { SMTPConnection } from 'smtp-server/lib/smtp-connection.js';
import type { Log } from '#inbound/smtp/log.ts';
import { networkOf } from '#inbound/smtp/networks.ts';
import { Refusal, type RefusalReason } from '#inbound/smtp/replies.ts';

/** Replies that refuse for good; Postfix allows as many (`smtpd_hard_error_limit`), and a sender that works makes none. */
const MAX_ERRORS = 20;
/** Since its last mail; Postfix: `smtpd_junk_command_limit`. Each resets the idle timeout, and moves nothing on. */
const MAX_IDLE_COMMANDS = 100;
const IDLE_COMMANDS = new Set(['NOOP', 'RSET', 'VRFY', 'HELO', 'EHLO']);

export type Pace = {
  /** RFC 5321 section 4.5.3.2.7: a sender may think for five minutes, but no longer, even if it says a letter now and then. */
  idleMs: number;
  /** For the data of a mail: at first any sender may be slow, */
  graceMs: number;
  /** then its average must be this, in bytes a second: the largest mail is here within half an hour. */
  minRate: number;
  /** A connection is ended between two mails then: it keeps its place from others, and its sender from other machines. */
  ageMs: number;
};

export const PACE: Pace = { idleMs: 5 * 60_000, graceMs: 60_000, minRate: 16 * 1024, ageMs: 60 * 60_000 };

/** smtp-server's connection, with more limits, and with enhanced codes that say more (RFC 3463, replies.ts). */
export class Connection extends SMTPConnection {
  readonly network = networkOf(this.remoteAddress);
  private readonly openedAt = Date.now();
  private answeredAt = Date.now();
  private errors = 0;
  private idleCommands = 0;
  private greeting = false;

  override send(code: number, data?: string | string[] | null, context?: string | false): void {
    // The library's own word for it while it closes, with 4.4.2, “bad connection”.
    const reply = code === 421 && data === 'Server shutting down' ? SHUTTING_DOWN.message : data;
    const enhanced = typeof reply === 'string' && /^[245]\.\d\.\d{1,2} /.test(reply);
    super.send(code, reply, enhanced ? false : context);
    this.answeredAt = Date.now();
    if (code >= 500) this.errors += 1;
    // An address that the library cannot read; all that we refuse is told where we do.
    if (code === 501 && !enhanced) this.tell('syntax');
    if (code >= 500 && this.errors === MAX_ERRORS) this.end('too-many-errors');
  }

  override _onCommand(command: Buffer, callback?: () => void): void {
    const name = command.toString('latin1').split(' ', 1)[0]?.toUpperCase() ?? '';
    if (IDLE_COMMANDS.has(name)) this.idleCommands += 1;
    if (name === 'DATA') this.idleCommands = 0;
    // RFC 2920 section 3.1: only after the answer to EHLO does a sender know that it may. One that does not wait for
    // it speaks through somebody else, such as a browser.
    if (this.greeting) this.end('too-early');
    else if (this.idleCommands > MAX_IDLE_COMMANDS) this.end('too-many-commands');
    else {
      if (name === 'EHLO' || name === 'HELO') this.expectToBeHeard();
      super._onCommand(command, callback);
    }
  }

  /** What was sent along with it comes in the same call. A turn of the event loop would be too long: a sender answers within it. */
  private expectToBeHeard(): void {
    this.greeting = true;
    process.nextTick(() => {
      this.greeting = false;
    });
  }

  /** Ends it when its sender takes too long. To be called now and then. */
  checkPace(pace: Pace, now = Date.now()): void {
    if (this._closing) return;
    const silence = now - this.answeredAt;
    if (this._dataStream) {
      // Of a mail that is here, the sender waits for us.
      const isComing = this._parser ? this._parser._dataMode : false;
      const allowed = pace.graceMs + (this._dataStream.byteLength / pace.minRate) * 1_000;
      if (isComing && silence > allowed) this.end('too-slow');
    } else if (!this._handlerPending && silence > pace.idleMs) this.end('too-slow');
    else if (now - this.openedAt > pace.ageMs && !this.session.envelope?.mailFrom) this.end('too-old');
  }

  /** Tells the sender why, and hangs up. */
  private end(reason: RefusalReason): void {
    const { responseCode, message } = new Refusal(reason);
    this.tell(reason);
    this.send(responseCode, message);
  }

  private tell(reason: RefusalReason | 'syntax'): void {
    (this._server as Server).log('refused', { reason, remote: this.remoteAddress });
  }
}

const SHUTTING_DOWN = new Refusal('shutting-down');

/** smtp-server, with our connections, and an end that keeps its promises. */
export class Server extends SMTPServer {
  readonly log: Log;

  constructor(options: ConstructorParameters<typeof SMTPServer>[0], log: Log) {
    super(options);
    this.log = log;
  }

  override connect(...[socket, options]: Parameters<SMTPServer['connect']>): void {
    const connection = new Connection(this, socket, options ?? {});
    this.connections.add(connection);
    connection.on('error', (error: Error) => this._onError(error));
    connection.init();
  }

  /** How many connections a network has, those included that are just being refused. */
  countOf(network: string): number {
    return [...this.connections].filter((each) => (each as Connection).network === network).length;
  }

  checkPace(pace: Pace): void {
    for (const connection of this.connections) (connection as Connection).checkPace(pace);
  }

  /**
   * Takes no new connection, tells those that wait for us (RFC 5321 section 3.8), lets the others finish the
   * mail they are sending, and resolves when all are gone, after `closeTimeout` at the latest.
   */
  drain(): Promise<void> {
    return new Promise((resolve) => {
      this.close(resolve);
      for (const connection of this.connections) this.dismissIdle(connection);
    });
  }

  /** To be called when a mail has been answered: while draining, that ends its connection. */
  answered(sessionId: string): void {
    if (!this._closeTimeout) return;
    for (const connection of this.connections) {
      if (connection.session.id === sessionId) setImmediate(() => this.dismissIdle(connection));
    }
  }

  private dismissIdle(connection: SMTPConnection): void {
    if (!connection._dataStream) connection.send(SHUTTING_DOWN.responseCode, SHUTTING_DOWN.message);
  }
}
